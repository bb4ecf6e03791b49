from django.urls import include, path, re_path

from moderation.unblocks.views import asking, deciding, own_page, preparing, reading

app_name = "unblocks"

#: For everybody, without a sign-in.
public = [
    path("unblock/new/", asking.new, name="new"),
    path("unblock/new/where/", asking.where, name="where"),
    path("unblock/new/what/", asking.what, name="what"),
    path("unblock/new/more/", asking.more, name="more"),
    path("unblock/new/who/", asking.who, name="who"),
    path("unblock/new/answer/", asking.answer, name="answer"),
    path("unblock/new/check/", asking.check, name="check"),
    path("unblock/new/sent/", asking.sent, name="sent"),
    re_path(r"^unblock/requests/(?P<token>[A-Za-z0-9_-]{22})/$", own_page.status, name="status"),
    re_path(r"^unblock/requests/(?P<token>[A-Za-z0-9_-]{22})/add/$", own_page.add, name="add"),
    re_path(
        r"^unblock/requests/(?P<token>[A-Za-z0-9_-]{22})/take-back/$",
        own_page.take_back,
        name="take_back",
    ),
]

#: For those who match, decide and answer.
staff = [
    path("unblock-requests/", reading.request_list, name="list"),
    path("unblock-requests/set-aside/", preparing.set_aside, name="set_aside"),
    path("unblock-requests/U-<number:number>/", reading.detail, name="detail"),
    path("unblock-requests/U-<number:number>/letter.pdf", reading.letter_pdf, name="letter_pdf"),
    path("unblock-requests/U-<number:number>/match/", preparing.match, name="match"),
    path("unblock-requests/U-<number:number>/fact/", preparing.fact, name="fact"),
    path("unblock-requests/U-<number:number>/complaint/", preparing.complaint, name="complaint"),
    path("unblock-requests/U-<number:number>/erase/", preparing.erase, name="erase"),
    path("unblock-requests/U-<number:number>/decide/", deciding.decide, name="decide"),
    path("unblock-requests/U-<number:number>/letter/", deciding.letter, name="letter"),
    path("unblock-requests/U-<number:number>/answered/", deciding.answered, name="answered"),
]

urlpatterns = [path("c/<slug:council>/", include([*public, *staff]))]
