import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('assessments', '0001_initial'),
        ('organizations', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Framework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='с')),
                ('ends_on', models.DateField(blank=True, help_text='the first day on which it no longer holds', null=True, verbose_name='по')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('key', models.SlugField(max_length=80, verbose_name='ключ')),
                ('title', models.CharField(max_length=300, verbose_name='название')),
                ('source', models.CharField(blank=True, help_text='act and clause', max_length=500, verbose_name='источник')),
                ('municipality', models.ForeignKey(blank=True, help_text='null: of the region, or shipped', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='frameworks', to='organizations.municipality', verbose_name='чья')),
                ('region', models.ForeignKey(blank=True, help_text='null: of the municipality, or shipped', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='frameworks', to='organizations.region', verbose_name='какого региона')),
            ],
            options={
                'verbose_name': 'рамка компетенций',
                'verbose_name_plural': 'рамки компетенций',
                'ordering': ['-starts_on', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='diagnostics_framework_ends_after_start', violation_error_message='Окончание раньше начала.'), models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('municipality',), name='diagnostics_municipality_has_one_framework', violation_error_message='Своя рамка у муниципалитета уже есть.'), models.UniqueConstraint(condition=models.Q(('ends_on', None)), fields=('region',), name='diagnostics_region_has_one_framework', violation_error_message='Своя рамка у региона уже есть.'), models.UniqueConstraint(condition=models.Q(('municipality', None), ('region', None)), fields=('key', 'starts_on'), name='diagnostics_shipped_framework_is_unique'), models.CheckConstraint(condition=models.Q(('municipality', None), ('region', None), _connector='OR'), name='diagnostics_framework_has_one_owner')],
            },
        ),
        migrations.CreateModel(
            name='Competence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80, verbose_name='ключ')),
                ('title', models.CharField(max_length=300, verbose_name='название')),
                ('synonyms', models.JSONField(blank=True, default=list, verbose_name='другие названия')),
                ('categories', models.JSONField(blank=True, default=list, help_text='keys of «staff_category»; empty: for everybody', verbose_name='для кого')),
                ('target', models.DecimalField(decimal_places=2, default=60, max_digits=5, verbose_name='достаточный уровень, %')),
                ('levels', models.JSONField(blank=True, default=list, help_text='[{"title": …, "from": percent, "descriptor": …}]', verbose_name='уровни')),
                ('archived_on', models.DateField(blank=True, null=True, verbose_name='в архиве с')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='порядок')),
                ('block', models.ForeignKey(blank=True, help_text='null: it is a block itself', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='competences', to='diagnostics.competence', verbose_name='блок')),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='competences', to='diagnostics.framework', verbose_name='рамка')),
            ],
            options={
                'verbose_name': 'компетенция',
                'verbose_name_plural': 'компетенции',
                'ordering': ['framework', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('framework', 'key'), name='diagnostics_competence_key_is_unique'), models.CheckConstraint(condition=models.Q(('target__gt', 0), ('target__lte', 100)), name='diagnostics_target_is_percent')],
            },
        ),
        migrations.CreateModel(
            name='CountingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='с')),
                ('ends_on', models.DateField(blank=True, help_text='the first day on which it no longer holds', null=True, verbose_name='по')),
                ('kinds', models.JSONField(help_text='keys of «diagnostic_kind»', verbose_name='виды измерений, которые учитываются')),
                ('months', models.PositiveSmallIntegerField(default=36, verbose_name='срок годности, месяцев')),
                ('medium_from', models.PositiveSmallIntegerField(default=15, verbose_name='средний дефицит: не хватает от, %')),
                ('severe_from', models.PositiveSmallIntegerField(default=30, verbose_name='выраженный дефицит: не хватает от, %')),
                ('source', models.CharField(blank=True, max_length=500, verbose_name='источник')),
            ],
            options={
                'verbose_name': 'правило учёта измерений',
                'verbose_name_plural': 'правила учёта измерений',
                'ordering': ['-starts_on', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='diagnostics_countingrule_ends_after_start', violation_error_message='Окончание раньше начала.')],
            },
        ),
        migrations.CreateModel(
            name='Diagnostic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('measured_on', models.DateField(verbose_name='дата')),
                ('procedure', models.CharField(max_length=300, verbose_name='процедура')),
                ('kind', models.CharField(blank=True, help_text='term of «diagnostic_kind»', max_length=80, verbose_name='вид')),
                ('competency', models.CharField(max_length=300, verbose_name='компетенция')),
                ('score', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='балл')),
                ('maximum', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='максимум')),
                ('threshold', models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True, verbose_name='порог')),
                ('has_deficit', models.BooleanField(blank=True, help_text='null: not known', null=True, verbose_name='дефицит')),
                ('competence', models.ForeignKey(blank=True, help_text='null: a name that the framework does not know', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='diagnostics', to='diagnostics.competence', verbose_name='компетенция рамки')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='diagnostics', to='people.person', verbose_name='человек')),
                ('sheet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='diagnostics', to='assessments.sheet', verbose_name='лист')),
            ],
            options={
                'verbose_name': 'результат диагностики',
                'verbose_name_plural': 'результаты диагностики',
                'ordering': ['-measured_on', 'person', 'competency', 'pk'],
                'indexes': [models.Index(fields=['measured_on', 'person'], name='diagnostics_by_date')],
                'constraints': [models.CheckConstraint(condition=models.Q(('score', None), ('maximum', None), ('score__lte', models.F('maximum')), _connector='OR'), name='diagnostics_score_within_maximum', violation_error_message='Балл больше максимума.'), models.UniqueConstraint(fields=('person', 'measured_on', 'procedure', 'competency'), name='diagnostics_diagnostic_is_unique', violation_error_message='Этот результат уже внесён.')],
            },
        ),
        migrations.CreateModel(
            name='Deficit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('severity', models.CharField(choices=[('slight', 'небольшой'), ('medium', 'средний'), ('severe', 'выраженный')], max_length=10, verbose_name='выраженность')),
                ('opened_on', models.DateField(verbose_name='выявлен')),
                ('ready_on', models.DateField(blank=True, help_text='learning is done; it closes nothing', null=True, verbose_name='можно измерить снова')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='закрыт')),
                ('competence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deficits', to='diagnostics.competence', verbose_name='компетенция')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deficits', to='people.person', verbose_name='у кого')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='diagnostics.diagnostic', verbose_name='каким измерением закрыт')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='diagnostics.diagnostic', verbose_name='по какому измерению')),
            ],
            options={
                'verbose_name': 'дефицит',
                'verbose_name_plural': 'дефициты',
                'ordering': ['person', 'competence', '-opened_on', 'pk'],
                'indexes': [models.Index(fields=['closed_on', 'competence'], name='diagnostics_open_deficits')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('person', 'competence'), name='diagnostics_deficit_is_open_once'), models.CheckConstraint(condition=models.Q(('closed_on', None), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='diagnostics_deficit_closes_after_opening')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instrument', models.CharField(help_text='key of an instrument', max_length=80, verbose_name='инструмент')),
                ('criterion', models.CharField(blank=True, max_length=80, verbose_name='вопрос')),
                ('weight', models.DecimalField(decimal_places=2, default=1, max_digits=6, verbose_name='вес')),
                ('competence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='diagnostics.competence', verbose_name='компетенция')),
            ],
            options={
                'verbose_name': 'чем измеряется',
                'verbose_name_plural': 'чем измеряется',
                'ordering': ['competence', 'instrument', 'criterion', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('competence', 'instrument', 'criterion'), name='diagnostics_measure_is_unique'), models.CheckConstraint(condition=models.Q(('weight__gt', 0)), name='diagnostics_measure_has_weight')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='с')),
                ('ends_on', models.DateField(blank=True, help_text='the first day on which it no longer holds', null=True, verbose_name='по')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('diagnostic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='diagnostics.diagnostic', verbose_name='какой результат')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organizations.organization', verbose_name='руководителю организации')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='people.person', verbose_name='чьи результаты')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кому')),
            ],
            options={
                'verbose_name': 'открытый доступ к результатам',
                'verbose_name_plural': 'открытый доступ к результатам',
                'ordering': ['ends_on', 'pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['person', 'ends_on'], name='diagnostics_share_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='diagnostics_share_ends_after_start', violation_error_message='Окончание раньше начала.'), models.CheckConstraint(condition=models.Q(models.Q(('organization__isnull', False), ('user', None)), models.Q(('organization', None), ('user__isnull', False)), _connector='OR'), name='diagnostics_share_has_one_reader', violation_error_message='Выберите что-то одно: руководителя организации или коллегу.'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', False)), name='diagnostics_share_has_an_end', violation_error_message='Укажите, до какого дня открыть.')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='с')),
                ('ends_on', models.DateField(blank=True, help_text='the first day on which it no longer holds', null=True, verbose_name='по')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='достаточно, %')),
                ('category', models.CharField(blank=True, help_text='term of «staff_category»', max_length=80, verbose_name='категория работника')),
                ('job', models.CharField(blank=True, help_text='folded; any position that has them', max_length=100, verbose_name='слова в должности')),
                ('subject', models.CharField(blank=True, help_text='term of «subject»', max_length=80, verbose_name='предмет')),
                ('competence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='diagnostics.competence', verbose_name='компетенция')),
            ],
            options={
                'verbose_name': 'достаточный уровень',
                'verbose_name_plural': 'достаточные уровни',
                'ordering': ['competence', 'category', 'job', 'subject', 'starts_on', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='diagnostics_target_ends_after_start', violation_error_message='Окончание раньше начала.'), models.UniqueConstraint(fields=('competence', 'category', 'job', 'subject', 'starts_on'), name='diagnostics_target_begins_once', violation_error_message='Такой уровень с этого дня уже есть.'), models.CheckConstraint(condition=models.Q(('percent__gt', 0), ('percent__lte', 100)), name='diagnostics_dated_target_is_percent', violation_error_message='Уровень – больше 0 и не больше 100 процентов.')],
            },
        ),
    ]
