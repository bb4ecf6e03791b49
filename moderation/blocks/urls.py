from django.urls import include, path

from moderation.blocks.views import deciding, lasting, places, proposing, register

app_name = "blocks"

council = [
    path("blocks/", register.block_list, name="list"),
    path("blocks/new/", proposing.propose, name="propose"),
    path("blocks/B-<number:number>/", register.detail, name="detail"),
    path("blocks/B-<number:number>/withdraw/", proposing.withdraw, name="withdraw"),
    path("blocks/B-<number:number>/notice/", proposing.notice, name="notice"),
    path("blocks/B-<number:number>/response/", proposing.response, name="response"),
    path("blocks/B-<number:number>/told/", proposing.told, name="told"),
    path("blocks/B-<number:number>/decide/", deciding.decide, name="decide"),
    path("blocks/B-<number:number>/second/", deciding.second, name="second"),
    path("blocks/B-<number:number>/renew/", lasting.renew, name="renew"),
    path("blocks/B-<number:number>/lift/", lasting.lift, name="lift"),
    path("blocks/places/<int:pk>/confirm/", places.confirm, name="confirm"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
