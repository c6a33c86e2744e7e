from django.urls import path

from jixiao.ledger.views import lists_paste, registers, registers_row, tasks, tasks_one, tasks_waiting

urlpatterns = [
    path("plans/<int:plan_id>/tasks/", tasks.tasks, name="tasks"),
    path("plans/<int:plan_id>/tasks/waiting/", tasks_waiting.tasks_waiting, name="tasks-waiting"),
    path("plans/<int:plan_id>/items/<int:item_id>/lists/", tasks.item_lists, name="item-lists"),
    path("lists/<int:list_id>/", lists_paste.list_change, name="list-change"),
    path("lists/<int:list_id>/paste/", lists_paste.list_paste, name="list-paste"),
    path("tasks/<int:task_id>/", tasks_one.task, name="task"),
    path("tasks/<int:task_id>/edit/", tasks_one.task_edit, name="task-edit"),
    path("tasks/<int:task_id>/remove/", tasks_one.task_remove, name="task-remove"),
    path("plans/<int:plan_id>/items/<int:item_id>/registers/new/", registers.register_new, name="register-new"),
    path("registers/<int:register_id>/", registers.register, name="register"),
    path("registers/<int:register_id>/feed/", registers.register_feed, name="register-feed"),
    path("registers/<int:register_id>/paste/", registers.register_paste, name="register-paste"),
    path("registers/<int:register_id>/csv/", registers.register_csv, name="register-csv"),
    path("rows/<int:row_id>/", registers_row.register_row, name="register-row"),
    path("rows/<int:row_id>/edit/", registers_row.register_row_edit, name="register-row-edit"),
    path("rows/<int:row_id>/remove/", registers_row.register_row_remove, name="register-row-remove"),
]
