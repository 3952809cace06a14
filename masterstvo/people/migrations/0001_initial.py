import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('core', '0001_initial'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='код')),
                ('last_name', models.CharField(max_length=100, verbose_name='фамилия')),
                ('first_name', models.CharField(max_length=100, verbose_name='имя')),
                ('patronymic', models.CharField(blank=True, max_length=100, verbose_name='отчество')),
                ('born_on', models.DateField(blank=True, null=True, verbose_name='дата рождения')),
                ('sex', models.CharField(blank=True, choices=[('f', 'женский'), ('m', 'мужской')], max_length=1, verbose_name='пол')),
                ('teaching_since', models.DateField(blank=True, null=True, verbose_name='педагогический стаж с')),
                ('education', models.CharField(blank=True, max_length=200, verbose_name='образование')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='электронная почта')),
                ('erased_on', models.DateField(blank=True, help_text='since then the card is a number without a name', null=True, verbose_name='обезличено')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='organizations.municipality', verbose_name='кто ведёт карточку')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to=settings.AUTH_USER_MODEL, verbose_name='вход')),
            ],
            options={
                'verbose_name': 'человек',
                'verbose_name_plural': 'люди',
                'ordering': ['last_name', 'first_name', 'patronymic', 'pk'],
                'indexes': [models.Index(fields=['municipality', 'last_name', 'first_name'], name='people_by_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('municipality', 'code'), name='people_person_code_is_unique', violation_error_message='Человек с таким кодом уже есть.')],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='когда')),
                ('as_role', models.CharField(blank=True, max_length=300, verbose_name='в какой роли')),
                ('what', models.CharField(max_length=300, verbose_name='что')),
                ('filters', models.TextField(blank=True, verbose_name='отбор')),
                ('purpose', models.CharField(max_length=200, verbose_name='зачем')),
                ('n_people', models.PositiveIntegerField(verbose_name='человек в файле')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто')),
                ('people', models.ManyToManyField(related_name='exports', to='people.person', verbose_name='кто в файле')),
            ],
            options={
                'verbose_name': 'выгрузка',
                'verbose_name_plural': 'выгрузки',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Employment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='с')),
                ('ends_on', models.DateField(blank=True, help_text='the first day on which it no longer holds', null=True, verbose_name='по')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('position', models.CharField(max_length=200, verbose_name='должность')),
                ('category', models.CharField(help_text='term of «staff_category»', max_length=80, verbose_name='категория работника')),
                ('basis', models.CharField(choices=[('main', 'основное место'), ('internal', 'внутреннее совместительство'), ('external', 'внешнее совместительство')], default='main', max_length=10, verbose_name='основание')),
                ('weekly_hours', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='нагрузка, ч в неделю')),
                ('rate', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True, verbose_name='ставка')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='employments', to='organizations.organization', verbose_name='организация')),
                ('subjects', models.ManyToManyField(blank=True, limit_choices_to={'vocabulary': 'subject'}, related_name='+', to='core.term', verbose_name='предметы')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='employments', to='people.person', verbose_name='человек')),
            ],
            options={
                'verbose_name': 'место работы',
                'verbose_name_plural': 'места работы',
                'ordering': ['person', '-starts_on', 'pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['organization', 'basis', 'starts_on'], name='people_employment_by_place'), models.Index(fields=['basis', 'starts_on', 'ends_on'], name='people_employment_by_date')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='people_employment_ends_after_start', violation_error_message='Окончание раньше начала.'), models.UniqueConstraint(condition=models.Q(('basis', 'main'), ('ends_on', None)), fields=('person',), name='people_employment_has_one_main_place', violation_error_message='Основное место работы уже есть: сначала укажите дату увольнения.'), models.UniqueConstraint(fields=('person', 'organization', 'position', 'starts_on'), name='people_employment_is_unique', violation_error_message='Это место работы уже внесено.')],
            },
        ),
        migrations.CreateModel(
            name='CardReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='когда')),
                ('as_role', models.CharField(blank=True, max_length=300, verbose_name='в какой роли')),
                ('purpose', models.CharField(max_length=200, verbose_name='зачем')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='people.person', verbose_name='чья карточка')),
            ],
            options={
                'verbose_name': 'обращение к карточке',
                'verbose_name_plural': 'обращения к карточкам',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['person', '-at'], name='people_reading_of_person'), models.Index(fields=['by', '-at'], name='people_reading_by_reader')],
            },
        ),
        migrations.CreateModel(
            name='Attestation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='с')),
                ('ends_on', models.DateField(blank=True, help_text='the first day on which it no longer holds', null=True, verbose_name='по')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('category', models.CharField(help_text='term of «qualification»', max_length=80, verbose_name='категория')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='основание')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attestations', to='people.person', verbose_name='человек')),
            ],
            options={
                'verbose_name': 'аттестация',
                'verbose_name_plural': 'аттестация',
                'ordering': ['person', '-starts_on', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='people_attestation_ends_after_start', violation_error_message='Окончание раньше начала.'), models.UniqueConstraint(fields=('person', 'category', 'starts_on'), name='people_attestation_is_unique', violation_error_message='Эта категория с этой даты уже внесена.')],
            },
        ),
        migrations.CreateModel(
            name='ReserveEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='с')),
                ('ends_on', models.DateField(blank=True, help_text='the first day on which it no longer holds', null=True, verbose_name='по')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('position', models.CharField(max_length=200, verbose_name='на должность')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='основание')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reserve', to='people.person', verbose_name='человек')),
            ],
            options={
                'verbose_name': 'запись кадрового резерва',
                'verbose_name_plural': 'кадровый резерв',
                'ordering': ['person', '-starts_on', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='people_reserveentry_ends_after_start', violation_error_message='Окончание раньше начала.')],
            },
        ),
        migrations.CreateModel(
            name='Vacancy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('position', models.CharField(max_length=200, verbose_name='должность')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='предмет')),
                ('weekly_hours', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='часы в неделю')),
                ('opened_on', models.DateField(verbose_name='открыта')),
                ('closed_on', models.DateField(blank=True, help_text='the first day on which it is no longer open', null=True, verbose_name='закрыта')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='vacancies', to='organizations.organization', verbose_name='организация')),
            ],
            options={
                'verbose_name': 'вакансия',
                'verbose_name_plural': 'вакансии',
                'ordering': ['organization', '-opened_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('closed_on', None), ('closed_on__gt', models.F('opened_on')), _connector='OR'), name='people_vacancy_closes_after_opening', violation_error_message='Дата закрытия раньше даты открытия.'), models.UniqueConstraint(fields=('organization', 'position', 'subject', 'opened_on'), name='people_vacancy_is_unique', violation_error_message='Эта вакансия уже внесена.')],
            },
        ),
    ]
