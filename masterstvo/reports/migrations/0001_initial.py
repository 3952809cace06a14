import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('plans', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('year', models.PositiveSmallIntegerField(verbose_name='год')),
                ('edition', models.PositiveSmallIntegerField(default=1, help_text='grows when an approved report is corrected by a new one', verbose_name='редакция')),
                ('as_of', models.DateField(verbose_name='по состоянию на')),
                ('state', models.CharField(choices=[('draft', 'черновик'), ('approved', 'утверждён')], default='draft', max_length=10, verbose_name='состояние')),
                ('order_number', models.CharField(blank=True, max_length=60, verbose_name='приказ №')),
                ('order_on', models.DateField(blank=True, null=True, verbose_name='приказ от')),
                ('signer', models.CharField(blank=True, help_text='«А. П. Громов»', max_length=200, verbose_name='кто подписывает')),
                ('signer_position', models.CharField(blank=True, max_length=300, verbose_name='должность подписывающего')),
                ('foreword', models.TextField(blank=True, verbose_name='пояснительная записка')),
                ('overall_problems', models.TextField(blank=True, verbose_name='проблемы')),
                ('overall_causes', models.TextField(blank=True, verbose_name='причины')),
                ('overall_needs', models.TextField(blank=True, verbose_name='потребности')),
                ('overall_prospects', models.TextField(blank=True, verbose_name='перспективы')),
                ('template', models.FileField(blank=True, upload_to='reports/templates/', verbose_name='свой шаблон Word')),
                ('file', models.FileField(blank=True, upload_to='reports/%Y/', verbose_name='файл Word')),
                ('approved_at', models.DateTimeField(blank=True, null=True, verbose_name='утверждён')),
                ('content', models.JSONField(blank=True, help_text='reports.composition.content.ReportContent as plain values', null=True, verbose_name='содержание при утверждении')),
                ('code_version', models.CharField(blank=True, max_length=60, verbose_name='версия программы')),
                ('sha256', models.CharField(blank=True, help_text='of the frozen values, see reports.actions', max_length=64, verbose_name='контрольная сумма')),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кем утверждён')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='plans.plan', verbose_name='план')),
            ],
            options={
                'verbose_name': 'отчёт',
                'verbose_name_plural': 'отчёты',
                'ordering': ['-year', '-edition', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('state', 'draft')), models.Q(('approved_at__isnull', False), ('state', 'approved'), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='reports_approved_report_is_sealed', violation_error_message='Утверждённый отчёт должен быть запечатан.'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('plan', 'year'), name='reports_one_draft_a_year', violation_error_message='Черновик отчёта за этот год уже есть.'), models.UniqueConstraint(fields=('plan', 'year', 'edition'), name='reports_edition_is_unique', violation_error_message='Отчёт с таким номером редакции уже есть.')],
            },
        ),
        migrations.CreateModel(
            name='Narrative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('facts', models.TextField(blank=True, verbose_name='что сделано')),
                ('problems', models.TextField(blank=True, verbose_name='проблемы')),
                ('causes', models.TextField(blank=True, verbose_name='причины')),
                ('conclusions', models.TextField(blank=True, verbose_name='выводы')),
                ('direction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.direction', verbose_name='направление')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='narratives', to='reports.report', verbose_name='отчёт')),
            ],
            options={
                'verbose_name': 'раздел отчёта',
                'verbose_name_plural': 'разделы отчёта',
                'ordering': ['report', 'direction__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('report', 'direction'), name='reports_narrative_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='FrozenValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='код')),
                ('title', models.TextField(verbose_name='показатель')),
                ('measure', models.CharField(default='share', max_length=10, verbose_name='вид')),
                ('member_kind', models.CharField(default='person', max_length=80, verbose_name='кто считается')),
                ('decimals', models.PositiveSmallIntegerField(default=1, verbose_name='знаков после запятой')),
                ('numerator', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='числитель')),
                ('denominator', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='знаменатель')),
                ('value', models.DecimalField(decimal_places=3, max_digits=14, null=True, verbose_name='значение')),
                ('included', models.JSONField(default=list, help_text='ids of the numerator', verbose_name='кто вошёл')),
                ('base', models.JSONField(default=list, help_text='ids of the denominator', verbose_name='из кого')),
                ('formula', models.JSONField(default=dict, verbose_name='формула')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='frozen_values', to='reports.report', verbose_name='отчёт')),
            ],
            options={
                'verbose_name': 'значение утверждённого отчёта',
                'verbose_name_plural': 'значения утверждённых отчётов',
                'ordering': ['report', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('report', 'code'), name='reports_frozen_value_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='CheckNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('finding', models.CharField(help_text='stable key of the finding: check and place', max_length=200, verbose_name='замечание')),
                ('text', models.TextField(verbose_name='пояснение')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_notes', to='reports.report', verbose_name='отчёт')),
            ],
            options={
                'verbose_name': 'пояснение к замечанию',
                'verbose_name_plural': 'пояснения к замечаниям',
                'ordering': ['report', 'finding'],
                'constraints': [models.UniqueConstraint(fields=('report', 'finding'), name='reports_check_note_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='ReportApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='кто')),
                ('position', models.CharField(blank=True, max_length=300, verbose_name='должность')),
                ('agreed_on', models.DateField(blank=True, null=True, verbose_name='дата')),
                ('task', models.CharField(blank=True, help_text='«проверяет»', max_length=200, verbose_name='что делает')),
                ('due_on', models.DateField(blank=True, help_text='inclusive', null=True, verbose_name='до какого дня')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='reports.report', verbose_name='отчёт')),
            ],
            options={
                'verbose_name': 'согласование',
                'verbose_name_plural': 'лист согласования отчёта',
                'ordering': ['report', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TargetReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('text', models.TextField(verbose_name='причина')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reasons', to='reports.report', verbose_name='отчёт')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reasons', to='plans.target', verbose_name='показатель')),
            ],
            options={
                'verbose_name': 'причина',
                'verbose_name_plural': 'причины',
                'ordering': ['report', 'target__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('report', 'target'), name='reports_reason_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='CarriedConclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='год отчёта')),
                ('text', models.TextField(verbose_name='вывод')),
                ('key', models.CharField(help_text='of its words, the same in every edition of the report', max_length=64, verbose_name='ключ вывода')),
                ('carried_at', models.DateTimeField(auto_now_add=True, verbose_name='перенесён')),
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.activity', verbose_name='мероприятие')),
                ('direction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='plans.direction', verbose_name='направление')),
            ],
            options={
                'verbose_name': 'перенесённый вывод',
                'verbose_name_plural': 'перенесённые выводы',
                'ordering': ['direction', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('direction', 'year', 'key'), name='reports_conclusion_is_carried_once', violation_error_message='Этот вывод уже перенесён в план.')],
            },
        ),
    ]
