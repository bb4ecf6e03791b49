from django.urls import include, path

from moderation.enquiries.views import (
    handling,
    looking,
    raising,
    reading,
    replying,
    standard,
    topics,
)

app_name = "enquiries"

council = [
    path("enquiries/", reading.enquiry_list, name="list"),
    path("enquiries/new/", raising.new, name="new"),
    path("enquiries/topics/", topics.topics, name="topics"),
    path("enquiries/topics/new/", topics.new, name="new_topic"),
    path("enquiries/topics/<int:pk>/", topics.change, name="change_topic"),
    path("enquiries/topics/<int:pk>/retire/", topics.retire, name="retire_topic"),
    path("enquiries/replies/", standard.replies, name="standard_replies"),
    path("enquiries/replies/new/", standard.new, name="new_standard_reply"),
    path("enquiries/replies/<int:pk>/", standard.detail, name="standard_reply"),
    path("enquiries/replies/<int:pk>/change/", standard.change, name="change_standard_reply"),
    path("enquiries/replies/<int:pk>/review/", standard.review, name="review_standard_reply"),
    path("enquiries/replies/<int:pk>/retire/", standard.retire, name="retire_standard_reply"),
    path("enquiries/looking/", looking.looking, name="looking"),
    path("enquiries/looking/new/", looking.add, name="new_watch"),
    path("enquiries/looking/<int:pk>/end/", looking.end, name="end_watch"),
    path("enquiries/N-<number:number>/", reading.detail, name="detail"),
    path("enquiries/N-<number:number>/reply/", replying.reply, name="reply"),
    path("enquiries/N-<number:number>/<slug:name>/", handling.step, name="step"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
