from django.urls import include, path

from accounts.leavers.views import reading, recording, tasks

app_name = "leavers"

council = [
    path("leavers/", reading.departures, name="list"),
    path("leavers/tasks/", reading.tasks, name="tasks"),
    path("leavers/new/", recording.new, name="new"),
    path("leavers/election/", recording.election, name="election"),
    path("leavers/L-<number:number>/", reading.detail, name="detail"),
    path("leavers/L-<number:number>/refresh/", recording.refresh, name="refresh"),
    path("leavers/L-<number:number>/move/", recording.move, name="move"),
    path("leavers/L-<number:number>/cancel/", recording.cancel, name="cancel"),
    path("leavers/L-<number:number>/back/", recording.back, name="back"),
    path("leavers/L-<number:number>/mistake/", recording.mistake, name="mistake"),
    path("leavers/L-<number:number>/attest/", recording.attest, name="attest"),
    path("leavers/L-<number:number>/tasks/<int:pk>/", tasks.task, name="task"),
    path("leavers/L-<number:number>/tasks/<int:pk>/aside/", tasks.set_aside, name="set_aside"),
    path("leavers/L-<number:number>/tasks/<int:pk>/reopen/", tasks.reopen, name="reopen"),
    path("leavers/L-<number:number>/tasks/<int:pk>/mine/", tasks.self_removal, name="self_removal"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
