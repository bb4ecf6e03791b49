from django.urls import include, path

from moderation.evidence.views import adding, destroying, opening

app_name = "evidence"

council = [
    path("moderation/M-<number:number>/evidence/", adding.add, name="add"),
    path("moderation/M-<number:number>/erase/", destroying.erase, name="erase"),
    path("moderation/evidence/", destroying.overview, name="list"),
    path("moderation/evidence/DE-<number:number>/", destroying.answer, name="answer"),
    path("moderation/evidence/<uuid:uid>/", opening.detail, name="detail"),
    path("moderation/evidence/<uuid:uid>/open/", opening.opening, name="open"),
    path("moderation/evidence/<uuid:uid>/preview/", opening.preview, name="preview"),
    path("moderation/evidence/<uuid:uid>/original/", opening.original, name="original"),
    path("moderation/evidence/<uuid:uid>/confirm/", opening.confirm, name="confirm"),
    path("moderation/evidence/<uuid:uid>/destroy/", destroying.ask, name="destroy"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
