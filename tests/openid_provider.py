"""An OpenID Connect provider on this computer: discovery, authorization by code with PKCE, token, keys, userinfo."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_PASSWORD = "masterstvo", "between-us"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


class Provider(ThreadingHTTPServer):
    """``person``: the claims of whoever is signed in there. ``signed_by``, ``tells``: what a bad provider does otherwise."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.person = {"sub": "1", "email": "anna@example.org", "email_verified": True}
        self.signed_by, self.algorithm, self.tells = KEY, "RS256", {}
        self.codes = {}  # {code: the challenge it was asked with}
        self.asked = []  # paths, in order
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def configuration(self):
        names = ("authorize", "token", "userinfo")
        found = {
            f"{name.replace('authorize', 'authorization')}_endpoint": f"{self.issuer}/{name}"
            for name in names
        }
        return found | {
            "issuer": self.tells.get("issuer", self.issuer),
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def identity(self):
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 60,
            "sub": self.person["sub"],
        }
        claims |= self.tells.get("claims", {})
        keys = {"RS256": self.signed_by, "HS256": "a word that anybody may know and sign with", "none": None}
        return jwt.encode(claims, keys[self.algorithm], algorithm=self.algorithm, headers={"kid": "first"})


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def do_GET(self):
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        self.server.asked.append(path)
        if path == "/.well-known/openid-configuration":
            self.answer(self.server.configuration())
        elif path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self.answer({"keys": [public | {"kid": "first", "alg": "RS256"}]})
        elif path == "/authorize":
            code = f"code-{len(self.server.codes)}"
            self.server.codes[code] = query["code_challenge"][0]
            back = f"{query['redirect_uri'][0]}?{urlencode({'code': code, 'state': query['state'][0]})}"
            self.send_response(302)
            self.send_header("Location", back)
            self.end_headers()
        elif path == "/userinfo" and self.headers["Authorization"] == "Bearer token-of-access":
            self.answer(self.server.person | self.server.tells.get("userinfo", {}))
        else:
            self.answer({"error": "not found"}, 404)

    def do_POST(self):
        self.server.asked.append(self.path)
        sent = {name: values[0] for name, values in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}  # fmt: skip
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        is_client = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT_ID, CLIENT_PASSWORD)
        if not is_client or self.server.codes.pop(sent.get("code"), None) != challenge:
            self.answer({"error": "invalid_grant"}, 400)
            return
        self.answer(
            {"access_token": "token-of-access", "token_type": "Bearer", "id_token": self.server.identity()}
        )

    def answer(self, content, status=200):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
