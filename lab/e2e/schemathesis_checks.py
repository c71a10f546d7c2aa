"""What schemathesis checks beyond its own checks; it loads this module by SCHEMATHESIS_HOOKS."""

import re

import schemathesis


@schemathesis.check
def no_unexpected_failure(ctx, response, case):
    """5xx only as a problem that passes, which says when to ask again: the two sides of a migration may be away."""
    if response.status_code < 500:
        return
    assert response.status_code == 503, f"answered {response.status_code}: {response.text[:500]}"
    assert response.headers.get("Content-Type", "").startswith("application/problem+json"), response.headers
    assert response.headers.get("Retry-After", "").isdigit(), response.headers
    assert response.json()["retry"] != "NEVER", response.text


@schemathesis.hook
def filter_path_parameters(context, path_parameters):
    """Other paths are refused before the API is asked: by the web server when they are ambiguous, else by the guard."""
    return all(re.fullmatch(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,199}", str(value)) for value in (path_parameters or {}).values())


@schemathesis.hook
def filter_headers(context, headers):
    """The web server itself refuses characters that HTTP does not have (RFC 9110, section 5.5)."""
    return all(re.fullmatch(r"[\x20-\x7e]*", str(value)) for value in (headers or {}).values())
