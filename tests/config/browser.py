"""A person at a served installation, without a browser: signs in, opens pages, posts forms."""

from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

PASSWORD = "Zhengque-1949"


class Person:
    """Keeps the cookies; `post` sends the form's token as a page would."""

    def __init__(self, address: str, username: str) -> None:
        self.cookies: dict[str, str] = {}
        self.address = address
        self.get("/accounts/login/")
        assert self.post("/accounts/login/", login=username, password=PASSWORD) == 302

    def get(self, path: str) -> str:
        """The page."""
        status, page = self._ask("GET", path, "")
        assert status == 200, (path, status)
        return page

    def post(self, path: str, **fields: object) -> int:
        """The status of the answer."""
        fields["csrfmiddlewaretoken"] = self.cookies["csrftoken"]
        return self._ask("POST", path, urlencode(fields))[0]

    def _ask(self, method: str, path: str, body: str) -> tuple[int, str]:
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(line).items()}
        page = answer.read().decode()
        connection.close()
        return answer.status, page
