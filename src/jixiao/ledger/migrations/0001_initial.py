import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0003_administration"),
        ("plans", "0004_credit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ledger",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ledger", to="plans.plan"
                    ),
                ),
                ("opened", models.DateField(verbose_name="开启日期")),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("month", "每月"),
                            ("quarter", "每季度"),
                            ("half-year", "每半年"),
                            ("once", "全年一次"),
                        ],
                        default="quarter",
                        max_length=16,
                        verbose_name="考核周期",
                    ),
                ),
                ("report_days", models.PositiveSmallIntegerField(default=5, verbose_name="期后报送工作日")),
                ("grace_days", models.PositiveSmallIntegerField(default=3, verbose_name="宽限工作日")),
                (
                    "escalate_days",
                    models.PositiveSmallIntegerField(default=5, verbose_name="逾期多少个工作日提请分管领导"),
                ),
            ],
            options={
                "verbose_name": "台账",
            },
        ),
        migrations.CreateModel(
            name="Cell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cells", to="ledger.ledger"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cells", to="plans.item"
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("month", "每月"),
                            ("quarter", "每季度"),
                            ("half-year", "每半年"),
                            ("once", "全年一次"),
                        ],
                        max_length=16,
                        verbose_name="周期",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="期次")),
                ("starts", models.DateField(verbose_name="期初")),
                ("ends", models.DateField(verbose_name="期末")),
                ("is_last", models.BooleanField(default=False)),
                ("opens", models.DateField(verbose_name="开启")),
                ("due", models.DateField(verbose_name="报送期限")),
                ("grace", models.DateField(verbose_name="宽限至")),
                (
                    "reporting",
                    models.CharField(
                        choices=[
                            ("none", "未填报"),
                            ("draft", "草稿"),
                            ("submitted", "已报送，待审核"),
                            ("returned", "已退回"),
                            ("accepted", "已审核"),
                        ],
                        default="none",
                        max_length=16,
                        verbose_name="填报",
                    ),
                ),
                ("standing", models.CharField(blank=True, default="", max_length=16, verbose_name="进展")),
                ("struck_off", models.BooleanField(default=False, verbose_name="已销号")),
                ("dropped", models.BooleanField(default=False, verbose_name="不再使用")),
                ("reported_on", models.DateField(null=True, verbose_name="报送日期")),
                ("summary", models.CharField(blank=True, max_length=400, verbose_name="进展摘要")),
            ],
            options={
                "verbose_name": "台账格",
                "ordering": ["item__position", "starts"],
                "indexes": [models.Index(fields=["ledger", "number"], name="ledger_cell_of")],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "frequency", "number"), name="ledger_cell_once"),
                    models.CheckConstraint(
                        condition=models.Q(("grace__gte", models.F("due"))), name="ledger_cell_grace"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Directive",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="directives", to="ledger.ledger"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="编号")),
                (
                    "cell",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="directives",
                        to="ledger.cell",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="事项")),
                ("text", models.TextField(verbose_name="督办要求")),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("issued_at", models.DateTimeField(verbose_name="发出时间")),
                ("due", models.DateField(verbose_name="办结期限")),
                (
                    "escalated_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalated",
                        to="people.person",
                    ),
                ),
                ("escalated_at", models.DateTimeField(null=True, verbose_name="提请分管领导时间")),
            ],
            options={
                "verbose_name": "督办单",
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("ledger", "number"), name="ledger_directive_number")],
            },
        ),
        migrations.CreateModel(
            name="Addressee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("open", "办理中"),
                            ("claimed", "申请销号"),
                            ("returned", "退回补充"),
                            ("struck_off", "已销号"),
                        ],
                        default="open",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("done_text", models.TextField(blank=True, verbose_name="完成情况")),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="申请销号时间")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="核实时间")),
                ("reason", models.TextField(blank=True, verbose_name="退回理由")),
                (
                    "directive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addressees", to="ledger.directive"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="directives", to="people.organisation"
                    ),
                ),
                ("is_lead", models.BooleanField(default=False, verbose_name="牵头")),
                (
                    "read_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("read_at", models.DateTimeField(null=True, verbose_name="签收时间")),
            ],
            options={
                "verbose_name": "承办单位",
                "ordering": ["-is_lead", "pk"],
                "constraints": [models.UniqueConstraint(fields=("directive", "office"), name="ledger_addressee_once")],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="ledger.ledger"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="次数")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("on", models.DateField(verbose_name="日期")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="地点")),
                ("chair", models.CharField(blank=True, max_length=100, verbose_name="主持人")),
                ("attendance", models.TextField(blank=True, verbose_name="参加人员")),
                (
                    "stage",
                    models.CharField(
                        choices=[("prepared", "拟定议程"), ("held", "已召开")],
                        default="prepared",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("minutes", models.TextField(blank=True, verbose_name="纪要")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("prepared_at", models.DateTimeField()),
                (
                    "held_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("held_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "调度会",
                "ordering": ["-number"],
                "constraints": [models.UniqueConstraint(fields=("ledger", "number"), name="ledger_meeting_number")],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="measures", to="plans.item"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("span", models.TextField(verbose_name="原文")),
                (
                    "reckoning",
                    models.CharField(
                        choices=[
                            ("cumulative", "本年累计数"),
                            ("increment", "本期数，逐期相加"),
                            ("level", "期末数"),
                            ("each", "每期都要达到"),
                        ],
                        max_length=16,
                        verbose_name="计算方式",
                    ),
                ),
                ("comparator", models.CharField(max_length=2)),
                ("target", models.DecimalField(decimal_places=6, max_digits=32, verbose_name="目标值")),
                ("target_max", models.DecimalField(decimal_places=6, max_digits=32, null=True)),
                ("unit", models.CharField(blank=True, max_length=32, verbose_name="单位")),
                ("base_unit", models.CharField(blank=True, max_length=32)),
                ("retired", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "计量",
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("item", "position"), name="ledger_measure_place")],
            },
        ),
        migrations.CreateModel(
            name="TaskList",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="task_lists", to="plans.item"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="清单名称")),
                (
                    "feeds",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_lists",
                        to="ledger.measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "清单",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("item", "name"), name="ledger_list_name")],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("open", "办理中"),
                            ("claimed", "申请销号"),
                            ("returned", "退回补充"),
                            ("struck_off", "已销号"),
                        ],
                        default="open",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("done_text", models.TextField(blank=True, verbose_name="完成情况")),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="申请销号时间")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="核实时间")),
                ("reason", models.TextField(blank=True, verbose_name="退回理由")),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="ledger.ledger"
                    ),
                ),
                (
                    "list",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="ledger.tasklist",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="ledger.meeting",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("text", models.TextField(verbose_name="任务")),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="people.organisation",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="people.person",
                    ),
                ),
                ("due", models.DateField(null=True, verbose_name="完成时限")),
                ("due_text", models.CharField(blank=True, max_length=60, verbose_name="时限原文")),
                ("standard", models.TextField(blank=True, verbose_name="质量标准")),
                (
                    "share",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="占比（%）"
                    ),
                ),
            ],
            options={
                "verbose_name": "任务",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("list__isnull", False), ("meeting__isnull", False), _connector="OR"),
                        name="ledger_task_somewhere",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="points", to="ledger.meeting"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cell", "滞后和预警指标"),
                            ("directive", "未办结督办"),
                            ("task", "上次议定事项"),
                            ("warning", "风险预警"),
                            ("other", "其他议题"),
                        ],
                        max_length=16,
                        verbose_name="类别",
                    ),
                ),
                (
                    "cell",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_points",
                        to="ledger.cell",
                    ),
                ),
                (
                    "directive",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_points",
                        to="ledger.directive",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_points",
                        to="ledger.task",
                    ),
                ),
                ("text", models.TextField(verbose_name="议题")),
                ("facts", models.TextField(blank=True, verbose_name="情况")),
                ("outcome", models.TextField(blank=True, verbose_name="议定意见")),
            ],
            options={
                "verbose_name": "议题",
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("meeting", "position"), name="ledger_point_place")],
            },
        ),
        migrations.CreateModel(
            name="Analysis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="analyses", to="ledger.ledger"
                    ),
                ),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="季度")),
                (
                    "stage",
                    models.CharField(
                        choices=[("draft", "草稿"), ("issued", "已印发")],
                        default="draft",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("drafted", models.TextField(verbose_name="系统起草")),
                ("text", models.TextField(verbose_name="正文")),
                ("snapshot", models.JSONField(verbose_name="数据快照")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="摘要")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "季度分析",
                "ordering": ["-quarter"],
                "constraints": [models.UniqueConstraint(fields=("ledger", "quarter"), name="ledger_analysis_once")],
            },
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="channel", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("by_mail", models.BooleanField(default=False, verbose_name="邮件")),
                ("by_chat", models.BooleanField(default=False, verbose_name="群机器人")),
                ("feed", models.CharField(max_length=64, null=True, unique=True)),
            ],
            options={
                "verbose_name": "提醒方式",
            },
        ),
        migrations.CreateModel(
            name="ChatRobot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="robots", to="people.organisation"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("dingtalk", "钉钉"), ("wecom", "企业微信"), ("feishu", "飞书")],
                        max_length=16,
                        verbose_name="类型",
                    ),
                ),
                ("token", models.CharField(max_length=200, verbose_name="密钥")),
                ("secret", models.CharField(blank=True, max_length=200, verbose_name="加签密钥")),
                ("active", models.BooleanField(default=True, verbose_name="启用")),
            ],
            options={
                "verbose_name": "群机器人",
                "constraints": [models.UniqueConstraint(fields=("organisation", "kind"), name="ledger_robot_once")],
            },
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="digests", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("subject", models.CharField(max_length=200, verbose_name="标题")),
                ("text", models.TextField(verbose_name="内容")),
                ("lines", models.PositiveIntegerField(verbose_name="条数")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待发送"),
                            ("sent", "已发送"),
                            ("shown", "只在系统内提醒"),
                            ("failed", "发送失败"),
                        ],
                        default="waiting",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("carried", models.CharField(blank=True, max_length=64, verbose_name="已送达")),
                ("trouble", models.TextField(blank=True, verbose_name="失败原因")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "提醒",
                "ordering": ["-day"],
                "constraints": [models.UniqueConstraint(fields=("account", "day"), name="ledger_digest_once")],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="people.organisation"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                ("name", models.CharField(max_length=255, verbose_name="文件名")),
                ("kind", models.CharField(max_length=16, verbose_name="类型")),
                ("size", models.PositiveIntegerField(verbose_name="字节数")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("dated", models.DateField(blank=True, null=True, verbose_name="材料日期")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "uploaded_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证材料",
                "ordering": ["-uploaded_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "sha256"), name="ledger_evidence_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceLook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="ledger.evidence"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("first", models.DateTimeField(verbose_name="首次查看")),
                ("last", models.DateTimeField(verbose_name="最近查看")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="次数")),
            ],
            options={
                "verbose_name": "查看",
                "ordering": ["-last"],
                "constraints": [models.UniqueConstraint(fields=("evidence", "account"), name="ledger_look_once")],
            },
        ),
        migrations.CreateModel(
            name="Register",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="registers", to="plans.item"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="台账名称")),
                ("columns", models.JSONField(verbose_name="栏目")),
                (
                    "feeds",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registers",
                        to="ledger.measure",
                    ),
                ),
                ("feed_column", models.CharField(blank=True, max_length=16)),
                ("feed_struck", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "专项台账",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("item", "name"), name="ledger_register_name")],
            },
        ),
        migrations.CreateModel(
            name="RegisterRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("open", "办理中"),
                            ("claimed", "申请销号"),
                            ("returned", "退回补充"),
                            ("struck_off", "已销号"),
                        ],
                        default="open",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("done_text", models.TextField(blank=True, verbose_name="完成情况")),
                (
                    "claimed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="申请销号时间")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="核实时间")),
                ("reason", models.TextField(blank=True, verbose_name="退回理由")),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="ledger.register"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("cells", models.JSONField()),
                ("removed", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "台账行",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="uses", to="ledger.evidence"
                    ),
                ),
                (
                    "cell",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_uses",
                        to="ledger.cell",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_uses",
                        to="ledger.task",
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_uses",
                        to="ledger.registerrow",
                    ),
                ),
                (
                    "addressee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_uses",
                        to="ledger.addressee",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="使用时间")),
                ("taken_back", models.DateTimeField(null=True, verbose_name="撤回时间")),
            ],
            options={
                "verbose_name": "使用",
                "ordering": ["at"],
                "constraints": [
                    models.UniqueConstraint(fields=("evidence", "cell"), name="ledger_use_cell"),
                    models.UniqueConstraint(fields=("evidence", "task"), name="ledger_use_task"),
                    models.UniqueConstraint(fields=("evidence", "row"), name="ledger_use_row"),
                    models.UniqueConstraint(fields=("evidence", "addressee"), name="ledger_use_addressee"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("addressee", None), ("cell__isnull", False), ("row", None), ("task", None)),
                            models.Q(("addressee", None), ("cell", None), ("row", None), ("task__isnull", False)),
                            models.Q(("addressee", None), ("cell", None), ("row__isnull", False), ("task", None)),
                            models.Q(("addressee__isnull", False), ("cell", None), ("row", None), ("task", None)),
                            _connector="OR",
                        ),
                        name="ledger_use_one_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WarningLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="warning_lines",
                        to="people.organisation",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="warning_lines",
                        to="plans.item",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="监测指标")),
                ("unit", models.CharField(blank=True, max_length=16, verbose_name="单位")),
                ("rising", models.BooleanField(default=True, verbose_name="越高越危险")),
                (
                    "yellow",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="黄色线"),
                ),
                (
                    "orange",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="橙色线"),
                ),
                (
                    "red",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="红色线"),
                ),
                ("retired", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "风险预警线",
                "ordering": ["organisation_id", "pk"],
                "constraints": [models.UniqueConstraint(fields=("organisation", "name"), name="ledger_line_once")],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="readings", to="ledger.warningline"
                    ),
                ),
                ("year", models.PositiveIntegerField(verbose_name="年度")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="季度")),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("current", models.BooleanField(default=True, null=True)),
                ("value", models.DecimalField(decimal_places=4, max_digits=18, verbose_name="数值")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="填写时间")),
            ],
            options={
                "verbose_name": "监测值",
                "ordering": ["year", "quarter", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("line", "year", "quarter", "number"), name="ledger_reading_number"),
                    models.UniqueConstraint(
                        fields=("line", "year", "quarter", "current"), name="ledger_reading_current"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "cell",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="ledger.cell"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="第几次")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("submitted", "已报送，待审核"),
                            ("returned", "已退回"),
                            ("accepted", "已审核"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="状态",
                    ),
                ),
                ("working", models.BooleanField(null=True)),
                ("counts", models.BooleanField(null=True)),
                (
                    "progress",
                    models.CharField(
                        choices=[("on_plan", "按计划推进"), ("behind", "落后于计划"), ("done", "已全部完成")],
                        default="on_plan",
                        max_length=16,
                        verbose_name="进展",
                    ),
                ),
                ("sentence", models.TextField(blank=True, verbose_name="进展情况")),
                ("note", models.TextField(blank=True, verbose_name="原因和措施")),
                ("correction", models.TextField(blank=True, verbose_name="更正理由")),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("written_at", models.DateTimeField(verbose_name="保存时间")),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="报送时间")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="审核时间")),
                ("reason", models.TextField(blank=True, verbose_name="退回理由")),
            ],
            options={
                "verbose_name": "填报",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("cell", "number"), name="ledger_report_number"),
                    models.UniqueConstraint(fields=("cell", "working"), name="ledger_report_working"),
                    models.UniqueConstraint(fields=("cell", "counts"), name="ledger_report_counts"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="values", to="ledger.report"
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="values", to="ledger.measure"
                    ),
                ),
                ("typed", models.CharField(max_length=64, verbose_name="填写")),
                ("value", models.DecimalField(decimal_places=6, max_digits=32, null=True, verbose_name="数值")),
            ],
            options={
                "verbose_name": "数值",
                "constraints": [models.UniqueConstraint(fields=("report", "measure"), name="ledger_value_once")],
            },
        ),
        migrations.CreateModel(
            name="Rhythm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rhythm", to="plans.item"
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("month", "每月"),
                            ("quarter", "每季度"),
                            ("half-year", "每半年"),
                            ("once", "全年一次"),
                        ],
                        max_length=16,
                        verbose_name="考核周期",
                    ),
                ),
            ],
            options={
                "verbose_name": "指标的考核周期",
            },
        ),
        migrations.AddField(
            model_name="task",
            name="point",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="decisions",
                to="ledger.agendapoint",
            ),
        ),
    ]
