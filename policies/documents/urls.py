from django.urls import URLPattern, URLResolver, include, path

from policies.documents.views import clause, public
from policies.documents.views.staff import (
    adopting,
    comparing,
    consulting,
    library,
    lists,
    policy,
    rules,
    versions,
)

app_name = "documents"

#: Of one policy, for the council's people.
one = [
    path("", policy.detail, name="manage"),
    path("edit/", policy.edit, name="edit"),
    path("withdraw/", policy.withdraw, name="withdraw"),
    path("scope/", lists.scope, name="scope"),
    path("laws/", lists.laws, name="laws"),
    path("related/", lists.related, name="related"),
    path("parts/", lists.parts, name="parts"),
    path("versions/new/", versions.new, name="new_version"),
]
#: Of one version.
version = [
    path("", versions.detail, name="version"),
    path("edit/", versions.edit, name="edit_version"),
    path("words/", versions.words, name="words"),
    path("clauses/", versions.clauses, name="clauses"),
    path("consult/", consulting.ask, name="consult"),
    path("consult/<int:pk>/", consulting.answer, name="answered"),
    path("adopt/", adopting.adopt, name="adopt"),
    path("informed/", adopting.informed, name="informed"),
    path("rules/", rules.look, name="look_at_rules"),
    path("compare/", comparing.compare, name="compare"),
    path("discard/", versions.discard, name="discard"),
]

council: list[URLPattern | URLResolver] = [
    path("manage/", library.library, name="list"),
    path("manage/new/", library.new, name="new"),
    path("manage/<slug:policy>/", include(one)),
    path("manage/<slug:policy>/versions/<slug:version>/", include(version)),
    path("clauses/<path:ref>/", clause.clause, name="clause"),
    path("house-rules/", public.house_rules, name="house_rules"),
    path("disclaimers/", public.disclaimers, name="disclaimers"),
    path("", public.policies, name="public"),
    path("<slug:policy>/", public.policy, name="public_policy"),
    path("<slug:policy>/versions/<slug:version>/", public.version, name="public_version"),
    path("<slug:policy>/versions/<slug:version>/file/", public.version_file, name="public_file"),
]

urlpatterns = [path("c/<slug:council>/policies/", include(council))]
