"""Addresses that belong to no room."""


def test_the_icon_is_found_where_browsers_look_for_it(client):
    answer = client.get("/favicon.ico", follow=True)
    assert answer.redirect_chain[0][1] == 302
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
