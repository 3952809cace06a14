import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Region',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, unique=True, verbose_name='название')),
            ],
            options={
                'verbose_name': 'регион',
                'verbose_name_plural': 'регионы',
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Municipality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(error_messages={'unique': 'Такой код уже есть.'}, max_length=40, unique=True, verbose_name='код')),
                ('title', models.CharField(max_length=200, verbose_name='название')),
                ('authority_title', models.CharField(blank=True, max_length=300, verbose_name='орган управления образованием')),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='municipalities', to='organizations.region', verbose_name='регион')),
            ],
            options={
                'verbose_name': 'муниципальное образование',
                'verbose_name_plural': 'муниципальные образования',
                'ordering': ['title', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('region', 'title'), name='organizations_municipality_title_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='код')),
                ('title', models.CharField(max_length=400, verbose_name='название')),
                ('short_title', models.CharField(blank=True, max_length=200, verbose_name='краткое название')),
                ('kind', models.CharField(help_text='term of «organization_kind»', max_length=80, verbose_name='вид')),
                ('level', models.CharField(blank=True, help_text='term of «organization_level»', max_length=80, verbose_name='уровень')),
                ('locality', models.CharField(blank=True, help_text='term of «locality»', max_length=80, verbose_name='местность')),
                ('address', models.CharField(blank=True, max_length=400, verbose_name='адрес')),
                ('site', models.URLField(blank=True, max_length=300, verbose_name='сайт')),
                ('opened_on', models.DateField(blank=True, null=True, verbose_name='открыта')),
                ('closed_on', models.DateField(blank=True, help_text='the first day on which it no longer exists', null=True, verbose_name='закрыта')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='organizations', to='organizations.municipality', verbose_name='муниципальное образование')),
            ],
            options={
                'verbose_name': 'организация',
                'verbose_name_plural': 'организации',
                'ordering': ['title', 'pk'],
                'indexes': [models.Index(fields=['municipality', 'kind'], name='organizations_by_kind')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('municipality', 'code'), name='organizations_organization_code_is_unique', violation_error_message='Организация с таким кодом уже есть.'), models.UniqueConstraint(fields=('municipality', 'title'), name='organizations_organization_title_is_unique', violation_error_message='Организация с таким названием уже есть.'), models.CheckConstraint(condition=models.Q(('opened_on', None), ('closed_on', None), ('closed_on__gt', models.F('opened_on')), _connector='OR'), name='organizations_organization_closes_after_opening', violation_error_message='Дата закрытия раньше даты открытия.')],
            },
        ),
        migrations.CreateModel(
            name='OrganizationAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=400, verbose_name='написание')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='organizations.organization')),
            ],
            options={
                'verbose_name': 'другое написание',
                'verbose_name_plural': 'другие написания',
                'constraints': [models.UniqueConstraint(fields=('organization', 'name'), name='organizations_alias_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='OrganizationFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('year', models.PositiveSmallIntegerField(verbose_name='год')),
                ('kind', models.CharField(help_text='term of «figure_kind»', max_length=80, verbose_name='показатель')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, verbose_name='значение')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='organizations.organization', verbose_name='организация')),
            ],
            options={
                'verbose_name': 'показатель организации',
                'verbose_name_plural': 'показатели организаций',
                'ordering': ['organization', '-year', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('organization', 'year', 'kind'), name='organizations_figure_is_unique', violation_error_message='Этот показатель за год уже внесён.')],
            },
        ),
        migrations.CreateModel(
            name='OrganizationStatus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='с')),
                ('ends_on', models.DateField(blank=True, help_text='the first day on which it no longer holds', null=True, verbose_name='по')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('kind', models.CharField(help_text='term of «status_kind»', max_length=80, verbose_name='статус')),
                ('topic', models.CharField(blank=True, max_length=300, verbose_name='тема')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='основание')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='statuses', to='organizations.organization', verbose_name='организация')),
            ],
            options={
                'verbose_name': 'статус организации',
                'verbose_name_plural': 'статусы организаций',
                'ordering': ['organization', '-starts_on', 'pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['kind', 'starts_on'], name='organizations_status_by_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='organizations_organizationstatus_ends_after_start', violation_error_message='Окончание раньше начала.'), models.UniqueConstraint(fields=('organization', 'kind', 'topic', 'starts_on'), name='organizations_status_is_unique', violation_error_message='Такой статус с этой даты уже внесён.')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='с')),
                ('ends_on', models.DateField(blank=True, help_text='the first day on which it no longer holds', null=True, verbose_name='по')),
                ('role', models.CharField(help_text='term of «role»', max_length=40, verbose_name='роль')),
                ('basis', models.CharField(blank=True, max_length=300, verbose_name='основание')),
                ('order_number', models.CharField(blank=True, max_length=60, verbose_name='номер документа')),
                ('order_on', models.DateField(blank=True, null=True, verbose_name='дата документа')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to=settings.AUTH_USER_MODEL, verbose_name='кому')),
                ('municipality', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='organizations.municipality', verbose_name='муниципальное образование')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='organizations.organization', verbose_name='организация')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='organizations.region', verbose_name='регион')),
            ],
            options={
                'verbose_name': 'роль',
                'verbose_name_plural': 'роли',
                'ordering': ['user', '-starts_on', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='organizations_grant_ends_after_start', violation_error_message='Окончание раньше начала.'), models.CheckConstraint(condition=models.Q(models.Q(('municipality', None), ('organization', None), ('region__isnull', False)), models.Q(('municipality__isnull', False), ('organization', None), ('region', None)), models.Q(('municipality', None), ('organization__isnull', False), ('region', None)), _connector='OR'), name='organizations_grant_has_one_scope', violation_error_message='У роли должна быть ровно одна область: регион, муниципалитет или организация.'), models.CheckConstraint(condition=models.Q(models.Q(('region__isnull', False), ('role__in', ['regional_operator', 'observer'])), models.Q(('municipality__isnull', False), ('role__in', ['municipal_head', 'methodist', 'observer'])), models.Q(('organization__isnull', False), ('role__in', ['organization_head', 'school_curator'])), _connector='OR'), name='organizations_grant_place_suits_role', violation_error_message='Эту роль дают в области другого вида.')],
            },
        ),
    ]
