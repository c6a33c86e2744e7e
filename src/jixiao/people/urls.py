from django.urls import path

from jixiao.people.views import accounts, groups, me, organisation
from jixiao.people.views.post import post
from jixiao.people.views.rights import rights
from jixiao.people.views.sign_in import sign_in, sign_out
from jixiao.people.views.tree import people

urlpatterns = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
    path("me/", me.me, name="me"),
    path("me/password/", me.own_password, name="own-password"),
    path("me/data.json", me.own_data, name="own-data"),
    path("people/", people, name="people"),
    path("people/organisations/<int:organisation_id>/", organisation.organisation, name="organisation"),
    path("people/organisations/<int:organisation_id>/rename/", organisation.rename, name="organisation-rename"),
    path("people/organisations/<int:organisation_id>/child/", organisation.add_child, name="organisation-child"),
    path("people/organisations/<int:organisation_id>/post/", organisation.add_post, name="organisation-post"),
    path("people/organisations/<int:organisation_id>/retire/", organisation.retire, name="organisation-retire"),
    path("people/posts/<int:post_id>/", post, name="post"),
    path("people/accounts/", accounts.account_list, name="account-list"),
    path("people/accounts/new/", accounts.account_new, name="account-new"),
    path("people/accounts/<int:account_id>/", accounts.account, name="account"),
    path("people/accounts/<int:account_id>/lock/", accounts.account_lock, name="account-lock"),
    path("people/accounts/<int:account_id>/reset/", accounts.account_reset, name="account-reset"),
    path("people/accounts/<int:account_id>/role/", accounts.account_role, name="account-role"),
    path("people/peer-groups/", groups.group_list, name="group-list"),
    path("people/peer-groups/new/", groups.group_new, name="group-new"),
    path("people/peer-groups/<int:group_id>/", groups.group_edit, name="group"),
    path("people/rights/", rights, name="rights"),
]
