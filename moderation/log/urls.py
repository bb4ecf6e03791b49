from django.urls import include, path

from moderation.log.views import afterwards, authors, entry, finding, records

app_name = "log"

council = [
    path("moderation/", finding.log_list, name="list"),
    path("moderation/log.csv", finding.export, name="export"),
    path("moderation/log/", entry.new, name="new"),
    path("moderation/log/address/", entry.lookup, name="lookup"),
    path("moderation/M-<number:number>/", records.detail, name="detail"),
    path("moderation/M-<number:number>/action/", entry.add, name="add"),
    path("moderation/M-<number:number>/correct/", records.correct, name="correct_item"),
    path("moderation/actions/<int:pk>/confirm/", afterwards.confirm, name="confirm"),
    path("moderation/actions/<int:pk>/reverse/", afterwards.reverse, name="reverse"),
    path("moderation/actions/<int:pk>/correct/", afterwards.correct, name="correct"),
    path("moderation/actions/<int:pk>/appeal/", afterwards.appeal, name="appeal"),
    path("moderation/appeals/<int:pk>/answer/", afterwards.answer, name="answer"),
    path("moderation/authors/<int:pk>/", authors.detail, name="author"),
    path("moderation/authors/<int:pk>/profile/", authors.profile, name="profile"),
    path("moderation/authors/<int:pk>/link/", authors.link, name="link"),
    path("moderation/authors/<int:pk>/unlink/", authors.unlink, name="unlink"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
