import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0001_initial'),
        ('organizations', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('kind', models.CharField(choices=[('annual', 'план на год'), ('roadmap', 'дорожная карта'), ('concept', 'концептуальная модель')], default='annual', max_length=10, verbose_name='вид')),
                ('title', models.TextField(verbose_name='название')),
                ('year_from', models.PositiveSmallIntegerField(verbose_name='год, с')),
                ('year_to', models.PositiveSmallIntegerField(verbose_name='год, по')),
                ('order_number', models.CharField(blank=True, max_length=60, verbose_name='приказ №')),
                ('order_on', models.DateField(blank=True, null=True, verbose_name='приказ от')),
                ('goal', models.TextField(blank=True, verbose_name='цель')),
                ('tasks', models.JSONField(blank=True, default=list, verbose_name='задачи')),
                ('state', models.CharField(choices=[('draft', 'черновик'), ('agreement', 'на согласовании'), ('approved', 'утверждён'), ('execution', 'исполняется'), ('closed', 'закрыт')], default='draft', max_length=10, verbose_name='состояние')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='organizations.municipality', verbose_name='муниципальное образование')),
            ],
            options={
                'verbose_name': 'план',
                'verbose_name_plural': 'планы',
                'ordering': ['-year_from', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('year_to__gte', models.F('year_from'))), name='plans_plan_years_in_order', violation_error_message='Последний год плана раньше первого.'), models.UniqueConstraint(fields=('municipality', 'kind', 'year_from', 'year_to'), name='plans_plan_is_unique', violation_error_message='План этого вида на эти годы уже есть.')],
            },
        ),
        migrations.CreateModel(
            name='Direction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='номер')),
                ('title', models.TextField(verbose_name='название')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='порядок')),
                ('provenance', models.JSONField(blank=True, default=dict, verbose_name='откуда')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='plans.direction')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='directions', to='plans.plan', verbose_name='план')),
            ],
            options={
                'verbose_name': 'направление',
                'verbose_name_plural': 'направления',
                'ordering': ['plan', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='номер')),
                ('block', models.CharField(blank=True, max_length=300, verbose_name='раздел')),
                ('title', models.TextField(verbose_name='показатель')),
                ('target_text', models.TextField(blank=True, verbose_name='план, как написано')),
                ('fact_text', models.TextField(blank=True, verbose_name='факт, как написано')),
                ('indicator_code', models.CharField(blank=True, help_text='code in the edition in force', max_length=20, verbose_name='чем считается')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='порядок')),
                ('provenance', models.JSONField(blank=True, default=dict, verbose_name='откуда')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='plans.target')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='plans.plan', verbose_name='план')),
            ],
            options={
                'verbose_name': 'целевой показатель',
                'verbose_name_plural': 'целевые показатели',
                'ordering': ['plan', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='номер')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='порядок')),
                ('title', models.TextField(verbose_name='мероприятие')),
                ('period_text', models.TextField(blank=True, verbose_name='период реализации')),
                ('schedule_kind', models.CharField(choices=[('range', 'промежуток'), ('months', 'месяцы'), ('point', 'день'), ('deadline', 'срок'), ('recurring', 'повторяется'), ('continuous', 'постоянно'), ('on_request', 'по запросу'), ('by_schedule', 'по отдельному плану'), ('unknown', 'не распознано')], default='unknown', max_length=12, verbose_name='вид срока')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='начало')),
                ('due_on', models.DateField(blank=True, help_text='inclusive: the last day in time', null=True, verbose_name='срок')),
                ('rrule', models.CharField(blank=True, help_text='RFC 5545', max_length=200, verbose_name='повторение')),
                ('schedule_note', models.TextField(blank=True, verbose_name='примечание к сроку')),
                ('responsible_text', models.TextField(blank=True, verbose_name='ответственные')),
                ('expected_result', models.TextField(blank=True, verbose_name='прогнозируемый результат')),
                ('participants_text', models.TextField(blank=True, verbose_name='участники')),
                ('content_text', models.TextField(blank=True, verbose_name='содержание')),
                ('place_text', models.TextField(blank=True, verbose_name='место')),
                ('note_text', models.TextField(blank=True, verbose_name='примечание')),
                ('state', models.CharField(choices=[('not_started', 'не начато'), ('going', 'идёт'), ('done', 'выполнено'), ('part', 'выполнено частично'), ('not_held', 'не проводилось'), ('postponed', 'перенесено'), ('replaced', 'заменено'), ('not_applicable', 'не применимо')], default='not_started', max_length=16, verbose_name='состояние')),
                ('actual_result', models.TextField(blank=True, verbose_name='фактический результат')),
                ('reason', models.TextField(blank=True, help_text='why not, why partly, or why done without evidence', verbose_name='причина')),
                ('postponed_to', models.DateField(blank=True, null=True, verbose_name='перенесено на')),
                ('provenance', models.JSONField(blank=True, default=dict, verbose_name='откуда')),
                ('direction', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='activities', to='plans.direction', verbose_name='направление')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='plans.plan', verbose_name='план')),
                ('targets', models.ManyToManyField(blank=True, related_name='activities', to='plans.target', verbose_name='на какие показатели работает')),
            ],
            options={
                'verbose_name': 'мероприятие плана',
                'verbose_name_plural': 'мероприятия плана',
                'ordering': ['plan', 'position', 'pk'],
                'indexes': [models.Index(fields=['plan', 'due_on'], name='plans_activity_by_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'postponed'), _negated=True), ('postponed_to__isnull', False), _connector='OR'), name='plans_activity_postponed_has_a_date', violation_error_message='Укажите, на какую дату перенесено.')],
            },
        ),
        migrations.CreateModel(
            name='ActivityResponsible',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='как написано')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responsible', to='plans.activity', verbose_name='мероприятие')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='people.person', verbose_name='человек')),
            ],
            options={
                'verbose_name': 'ответственный',
                'verbose_name_plural': 'ответственные',
                'ordering': ['activity', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='кто')),
                ('position', models.CharField(blank=True, max_length=300, verbose_name='должность')),
                ('agreed_on', models.DateField(blank=True, null=True, verbose_name='дата')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='plans.plan', verbose_name='план')),
            ],
            options={
                'verbose_name': 'согласование',
                'verbose_name_plural': 'лист согласования',
                'ordering': ['plan', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PlanFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(blank=True, help_text='told by a person where the document does not say it', null=True, verbose_name='год')),
                ('state', models.CharField(choices=[('waiting', 'ждёт решения'), ('taken', 'учтён в плане')], default='waiting', max_length=10, verbose_name='состояние')),
                ('file', models.FileField(upload_to='plans/%Y/', verbose_name='файл')),
                ('name', models.CharField(max_length=300, verbose_name='имя файла')),
                ('sha256', models.CharField(max_length=64, verbose_name='контрольная сумма')),
                ('read_at', models.DateTimeField(auto_now_add=True, verbose_name='прочитан')),
                ('problems', models.JSONField(blank=True, default=list, help_text='[{"where", "what"}]', verbose_name='замечания')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_files', to='organizations.municipality', verbose_name='муниципальное образование')),
                ('plan', models.ForeignKey(blank=True, help_text='none until a person has looked at what was read', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='plans.plan', verbose_name='план')),
            ],
            options={
                'verbose_name': 'файл плана',
                'verbose_name_plural': 'файлы планов',
                'ordering': ['-read_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'taken'), _negated=True), ('plan__isnull', False), _connector='OR'), name='plans_file_taken_has_a_plan', violation_error_message='Учтённый файл относится к какому-то плану.')],
            },
        ),
        migrations.CreateModel(
            name='TargetSuggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='слова')),
                ('op', models.CharField(choices=[('>=', 'не менее'), ('=', 'равно'), ('<=', 'не более'), ('>', 'более'), ('<', 'менее')], max_length=2, verbose_name='сравнение')),
                ('value', models.DecimalField(decimal_places=3, max_digits=12, verbose_name='значение')),
                ('unit', models.CharField(blank=True, choices=[('percent', '%'), ('count', 'ед.'), ('people', 'чел.'), ('points', 'баллов'), ('hours', 'ч'), ('rubles', 'руб.'), ('', 'без единицы')], max_length=10, verbose_name='единица')),
                ('state', models.CharField(choices=[('new', 'предложено'), ('accepted', 'принято'), ('declined', 'отклонено')], default='new', max_length=10, verbose_name='решение')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='plans.activity', verbose_name='мероприятие')),
            ],
            options={
                'verbose_name': 'предложенная цель',
                'verbose_name_plural': 'предложенные цели',
                'ordering': ['activity', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='TargetValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('op', models.CharField(choices=[('>=', 'не менее'), ('=', 'равно'), ('<=', 'не более'), ('>', 'более'), ('<', 'менее')], default='=', max_length=2, verbose_name='сравнение')),
                ('value', models.DecimalField(decimal_places=3, max_digits=12, verbose_name='значение')),
                ('unit', models.CharField(blank=True, choices=[('percent', '%'), ('count', 'ед.'), ('people', 'чел.'), ('points', 'баллов'), ('hours', 'ч'), ('rubles', 'руб.'), ('', 'без единицы')], default='percent', max_length=10, verbose_name='единица')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='год')),
                ('label', models.CharField(blank=True, max_length=600, verbose_name='чего')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='порядок')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='plans.target', verbose_name='целевой показатель')),
            ],
            options={
                'verbose_name': 'значение цели',
                'verbose_name_plural': 'значения целей',
                'ordering': ['target', 'position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='plans_target_value_is_not_negative', violation_error_message='Значение цели не может быть меньше нуля.')],
            },
        ),
        migrations.CreateModel(
            name='ActivityEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(blank=True, max_length=1000, verbose_name='ссылка')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='что это')),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='plans.activity', verbose_name='мероприятие')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='documents.document', verbose_name='документ')),
            ],
            options={
                'verbose_name': 'подтверждение',
                'verbose_name_plural': 'подтверждения',
                'ordering': ['activity', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('url', ''), _negated=True), ('document__isnull', False), _connector='OR'), name='plans_evidence_has_link_or_document', violation_error_message='Укажите ссылку или документ.')],
            },
        ),
    ]
