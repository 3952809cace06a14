"""Sign-in through an outside OpenID Connect provider: allauth's client, made stricter. Imported where it is used."""

from functools import partial

import requests
from allauth.core.internal.deferred import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.urls import reverse

PROVIDER = "outside"
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
NEEDED = {"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"}


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """Checks what allauth leaves to TLS: whose configuration it is, the signature, and that all speak of one person."""

    def __init__(self, request, provider_id=PROVIDER):
        super().__init__(request, provider_id)

    @property
    def openid_config(self):
        found = super().openid_config
        wanted = self.get_provider().app.settings["server_url"]
        if found.get("issuer", "").rstrip("/") != wanted.split("/.well-known/")[0].rstrip("/"):
            raise OAuth2Error("The configuration belongs to another issuer.")
        if not found.keys() >= NEEDED:
            raise OAuth2Error("The configuration lacks an address.")
        return found

    def complete_login(self, request, app, token, **kwargs):
        credential = kwargs["response"].get("id_token") or ""
        claims = self._decode_id_token(app, credential)
        userinfo = self._fetch_user_info(token.token)
        if not claims.get("sub") or userinfo.get("sub") != claims["sub"]:
            raise OAuth2Error("The two answers speak of different people.")
        return self.get_provider().sociallogin_from_response(request, {"userinfo": userinfo})

    def _decode_id_token(self, app, id_token):
        try:
            header = jwt.get_unverified_header(id_token)
        except jwt.PyJWTError as error:
            raise OAuth2Error("No token of identity.") from error
        if header.get("alg") not in ALGORITHMS or "kid" not in header:
            raise OAuth2Error("The token is signed in a way that proves nothing.")
        try:
            return jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except KeyError as error:
            raise OAuth2Error("The provider's keys cannot be told apart.") from error

    def get_callback_url(self, request, app):
        return request.build_absolute_uri(reverse("accounts:outside_finish"))


def begin(request, next_page):
    """Lead to the provider."""
    provider = get_adapter(request).get_provider(request, provider=PROVIDER)
    provider.oauth2_adapter_class = StrictAdapter
    return _or_sentence(request, partial(provider.redirect, request, process="login", next_url=next_page))


def finish(request):
    """Take what the provider sent back: a code, which becomes a sign-in or a sentence on the page of sign-in."""
    return _or_sentence(request, partial(OAuth2CallbackView.adapter_view(StrictAdapter(request)), request))


def _or_sentence(request, step):
    """Take a ``step``; allauth lets the failures of its first question to the provider through."""
    try:
        return step()
    except (requests.RequestException, OAuth2Error) as error:
        provider = get_adapter(request).get_provider(request, provider=PROVIDER)
        return render_authentication_error(request, provider, exception=error)
