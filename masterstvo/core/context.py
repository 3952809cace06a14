"""What every page's shell shows."""


def shell(request):
    return {}
