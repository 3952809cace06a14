import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('organizations', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Instrument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('key', models.SlugField(help_text='named by frameworks and files: never rename', max_length=80, verbose_name='ключ')),
                ('title', models.CharField(max_length=300, verbose_name='название')),
                ('kind', models.CharField(help_text='term of «instrument_kind»', max_length=80, verbose_name='вид')),
                ('subject', models.CharField(choices=[('person', 'человек'), ('lesson', 'урок'), ('organization', 'организация'), ('entry', 'конкурсная работа'), ('event', 'событие'), ('pair', 'наставническая пара'), ('anonymous', 'анонимный опрос')], default='person', max_length=12, verbose_name='о ком или о чём')),
                ('purpose', models.TextField(blank=True, help_text='respondents read it before the first question', max_length=1000, verbose_name='зачем')),
                ('archived_on', models.DateField(blank=True, null=True, verbose_name='в архиве с')),
                ('municipality', models.ForeignKey(blank=True, help_text="null: shipped, open to everybody, nobody's to change", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='instruments', to='organizations.municipality', verbose_name='чей')),
            ],
            options={
                'verbose_name': 'инструмент',
                'verbose_name_plural': 'инструменты',
                'ordering': ['title', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'key'), name='assessments_instrument_key_is_unique', violation_error_message='Инструмент с таким ключом уже есть.'), models.UniqueConstraint(condition=models.Q(('municipality', None)), fields=('key',), name='assessments_shipped_instrument_key_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('number', models.PositiveSmallIntegerField(verbose_name='номер')),
                ('content', models.JSONField(default=dict, help_text='assessments.content.reading', verbose_name='содержание')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='опубликована')),
                ('instrument', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='assessments.instrument', verbose_name='инструмент')),
            ],
            options={
                'verbose_name': 'версия инструмента',
                'verbose_name_plural': 'версии инструментов',
                'ordering': ['instrument', '-number'],
                'constraints': [models.UniqueConstraint(fields=('instrument', 'number'), name='assessments_version_number_is_unique'), models.UniqueConstraint(condition=models.Q(('published_on', None)), fields=('instrument',), name='assessments_instrument_has_one_draft', violation_error_message='Черновик новой версии уже есть.')],
            },
        ),
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='с')),
                ('ends_on', models.DateField(blank=True, help_text='the first day on which it no longer holds', null=True, verbose_name='по')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('title', models.CharField(max_length=300, verbose_name='название')),
                ('assessor', models.CharField(choices=[('self', 'каждый о себе'), ('other', 'методист или наставник'), ('anyone', 'кто угодно по ссылке, без имени')], default='self', max_length=8, verbose_name='кто отвечает')),
                ('circle', models.JSONField(blank=True, default=dict, help_text='assessments.queries.Circle', verbose_name='кого спрашивают')),
                ('link', models.CharField(blank=True, help_text='anonymous campaigns only', max_length=40, null=True, unique=True, verbose_name='ссылка')),
                ('closed_on', models.DateField(blank=True, help_text='the first day on which nobody answers', null=True, verbose_name='закрыта')),
                ('reminded_on', models.DateField(blank=True, null=True, verbose_name='последнее напоминание')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='organizations.municipality', verbose_name='муниципалитет')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to='assessments.version', verbose_name='инструмент')),
            ],
            options={
                'verbose_name': 'кампания',
                'verbose_name_plural': 'кампании',
                'ordering': ['-starts_on', '-pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='assessments_campaign_ends_after_start', violation_error_message='Окончание раньше начала.'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', False)), name='assessments_campaign_has_an_end')],
            },
        ),
        migrations.CreateModel(
            name='AnonymousSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(blank=True, default=dict, help_text='content.flow.Answers', verbose_name='ответы')),
                ('form', models.JSONField(blank=True, help_text='keys of the criteria drawn; null: all of them', null=True, verbose_name='свой вариант')),
                ('percent', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='итог, %')),
                ('level', models.CharField(blank=True, max_length=200, verbose_name='уровень')),
                ('key_hash', models.CharField(blank=True, max_length=64, null=True, unique=True, verbose_name='хеш ключа')),
                ('is_finished', models.BooleanField(default=False, verbose_name='закончен')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='организация')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='anonymous_sheets', to='assessments.campaign', verbose_name='кампания')),
            ],
            options={
                'verbose_name': 'анонимный лист',
                'verbose_name_plural': 'анонимные листы',
                'ordering': ['campaign', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('answers', models.JSONField(blank=True, default=dict, help_text='content.flow.Answers', verbose_name='ответы')),
                ('form', models.JSONField(blank=True, help_text='keys of the criteria drawn; null: all of them', null=True, verbose_name='свой вариант')),
                ('percent', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='итог, %')),
                ('level', models.CharField(blank=True, max_length=200, verbose_name='уровень')),
                ('occasion', models.CharField(blank=True, help_text='class, topic', max_length=300, verbose_name='что наблюдали')),
                ('at_question', models.CharField(blank=True, max_length=80, verbose_name='на чём остановились')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='начат')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='закончен')),
                ('is_on_paper', models.BooleanField(default=False, verbose_name='внесён с бумаги')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='assessments.campaign', verbose_name='кампания')),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='organizations.organization', verbose_name='организация')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='people.person', verbose_name='о ком')),
                ('respondent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто заполнил')),
            ],
            options={
                'verbose_name': 'лист ответов',
                'verbose_name_plural': 'листы ответов',
                'ordering': ['campaign', 'person', 'pk'],
                'indexes': [models.Index(fields=['person', 'finished_at'], name='assessments_sheet_of_person')],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'person', 'occasion'), name='assessments_sheet_is_unique')],
            },
        ),
    ]
