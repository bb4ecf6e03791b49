from django.urls import include, path

from accounts.grants.views import asking, life, reading, stock

app_name = "grants"

council = [
    path("access/", reading.access_list, name="list"),
    path("access/whole/", reading.whole, name="matrix"),
    path("access/ask/", asking.ask, name="ask"),
    path("access/ask/<slug:kind>/<int:pk>/", asking.ask_for, name="ask_for"),
    path("access/stock/", stock.stock, name="stock"),
    path("access/stock/go-live/", stock.go_live, name="go_live"),
    path("access/stock/<slug:kind>/<int:pk>/", stock.found, name="found"),
    path("access/stock/<slug:kind>/<int:pk>/office/", stock.office_for, name="office_for"),
    path("access/A-<number:number>/", reading.detail, name="detail"),
    path("access/A-<number:number>/decide/", asking.decide, name="decide"),
    path("access/A-<number:number>/match/", stock.match, name="match"),
    path("access/A-<number:number>/keep/", stock.keep, name="keep"),
    path("access/A-<number:number>/office/", stock.office, name="office"),
    path("access/A-<number:number>/told/", life.tell, name="tell"),
    path("access/A-<number:number>/confirm/", life.confirm, name="confirm"),
    path("access/A-<number:number>/removed/", life.removed, name="removed"),
    path("access/A-<number:number>/extend/", life.extend, name="extend"),
    path("access/A-<number:number>/suspend/", life.suspend, name="suspend"),
    path("access/A-<number:number>/give-back/", life.resume, name="resume"),
    path("access/A-<number:number>/end/", life.end, name="end"),
    path("access/A-<number:number>/misuse/", life.misuse, name="misuse"),
]

urlpatterns = [path("c/<slug:council>/", include(council))]
