from django.urls import include, path

urlpatterns = [
    path("", include("jixiao.desk.urls")),
    path("", include("jixiao.people.urls")),
    path("plans/", include("jixiao.plans.urls")),
    path("ledger/", include("jixiao.ledger.urls")),
    path("evaluations/", include("jixiao.evaluations.urls")),
    path("scores/", include("jixiao.scores.urls")),
    path("public/plans/", include("jixiao.plans.urls.public")),
]
