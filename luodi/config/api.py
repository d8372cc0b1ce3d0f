"""The API: the same moves, the same visibility, the same figures as the pages, for machines."""

from ninja import NinjaAPI
from ninja.security import django_auth

from luodi.briefs import api as briefs_api
from luodi.kernel import api as kernel_api
from luodi.listening import api as listening_api
from luodi.measures import api as measures_api
from luodi.problems import api as problems_api

api = NinjaAPI(
    title="Luodi 落地", version="1", auth=django_auth, docs_url="/docs", urls_namespace="api"
)
api.add_router("", kernel_api.router, tags=["kernel"])
api.add_router("/listening", listening_api.router, tags=["listening"])
api.add_router("/problems", problems_api.router, tags=["problems"])
api.add_router("/measures", measures_api.router, tags=["measures"])
api.add_router("/briefs", briefs_api.router, tags=["briefs"])
