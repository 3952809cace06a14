import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('core', '0001_initial'),
        ('documents', '0001_initial'),
        ('organizations', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300, unique=True, verbose_name='название')),
                ('kind', models.CharField(blank=True, help_text='term of «provider_kind»', max_length=80, verbose_name='вид')),
                ('ownership', models.CharField(blank=True, help_text='term of «provider_ownership»', max_length=80, verbose_name='чья организация')),
                ('listed_from', models.DateField(blank=True, null=True, verbose_name='в перечне допущенных с')),
                ('listed_until', models.DateField(blank=True, help_text='the first day on which it is no longer listed', null=True, verbose_name='в перечне по')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='training.provider', verbose_name='входит в')),
            ],
            options={
                'verbose_name': 'организатор обучения',
                'verbose_name_plural': 'организаторы обучения',
                'ordering': ['title', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('listed_until', None), ('listed_until__gt', models.F('listed_from')), _connector='OR'), name='training_provider_is_listed_in_order', violation_error_message='Укажите, с какого дня организатор в перечне; последний день не раньше первого.')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('title', models.CharField(max_length=500, verbose_name='название')),
                ('hours', models.PositiveSmallIntegerField(help_text='academic hours, 45 minutes each', verbose_name='часы')),
                ('kind', models.CharField(blank=True, help_text='term of «training_kind»', max_length=80, verbose_name='вид')),
                ('form', models.CharField(blank=True, help_text='term of «training_form»', max_length=80, verbose_name='форма')),
                ('in_federal_register', models.BooleanField(blank=True, help_text='null: not known', null=True, verbose_name='в Федеральном реестре')),
                ('register_number', models.CharField(blank=True, max_length=60, verbose_name='номер в Федеральном реестре')),
                ('topics', models.ManyToManyField(blank=True, limit_choices_to={'vocabulary': 'topic'}, related_name='programmes', to='core.term', verbose_name='темы')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='programmes', to='training.provider', verbose_name='организатор')),
            ],
            options={
                'verbose_name': 'программа',
                'verbose_name_plural': 'программы',
                'ordering': ['title', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('provider', 'title', 'hours', 'kind', 'form'), name='training_programme_is_unique', violation_error_message='Такая программа у этого организатора уже есть.')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('starts_on', models.DateField(verbose_name='начало')),
                ('ends_on', models.DateField(help_text='the first day after', verbose_name='последний день')),
                ('seats', models.PositiveSmallIntegerField(blank=True, help_text='null: as many as come', null=True, verbose_name='мест')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='где')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='organizations.municipality', verbose_name='чьи места')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='training.programme', verbose_name='программа')),
            ],
            options={
                'verbose_name': 'поток курсов',
                'verbose_name_plural': 'потоки курсов',
                'ordering': ['starts_on', 'programme', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='training_session_ends_after_start', violation_error_message='Последний день раньше первого.'), models.UniqueConstraint(fields=('municipality', 'programme', 'starts_on', 'place'), name='training_session_is_unique', violation_error_message='Этот поток уже внесён.')],
            },
        ),
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='начало')),
                ('finished_on', models.DateField(verbose_name='окончание')),
                ('document', models.CharField(blank=True, max_length=200, verbose_name='документ')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='trainings', to='people.person', verbose_name='человек')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='completions', to='training.programme', verbose_name='программа')),
            ],
            options={
                'verbose_name': 'обучение',
                'verbose_name_plural': 'обучение',
                'ordering': ['-finished_on', 'person', 'pk'],
                'indexes': [models.Index(fields=['finished_on', 'person', 'programme'], name='training_by_date')],
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_on', None), ('finished_on__gte', models.F('starts_on')), _connector='OR'), name='training_finishes_after_start', violation_error_message='Окончание обучения раньше начала.'), models.UniqueConstraint(fields=('person', 'programme', 'finished_on'), name='training_is_unique', violation_error_message='Это обучение уже внесено.')],
            },
        ),
        migrations.CreateModel(
            name='TrainingRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('state', models.CharField(choices=[('asked', 'ждёт школы'), ('by_school', 'ждёт методиста'), ('approved', 'утверждена'), ('sent', 'у организатора'), ('completed', 'курс пройден'), ('declined', 'отклонена'), ('withdrawn', 'отозвана')], db_index=True, default='asked', max_length=10, verbose_name='состояние')),
                ('due_on', models.DateField(blank=True, help_text='the last day of the quarter it is planned for', null=True, verbose_name='пройти до')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='зачем')),
                ('answer', models.CharField(blank=True, max_length=500, verbose_name='почему отклонена или отозвана')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто подал')),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='training_requests', to='documents.document', verbose_name='приказ о направлении')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='training_requests', to='people.person', verbose_name='человек')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='training.programme', verbose_name='программа')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='training.session', verbose_name='поток')),
                ('training', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='request', to='training.training', verbose_name='чем кончилась')),
            ],
            options={
                'verbose_name': 'заявка на курсы',
                'verbose_name_plural': 'заявки на курсы',
                'ordering': ['-created_at', 'pk'],
                'indexes': [models.Index(fields=['session', 'state'], name='training_request_by_session')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'by_school', 'approved', 'sent'))), fields=('person', 'programme'), name='training_request_is_one_at_a_time', violation_error_message='Заявка на эту программу уже есть.')],
            },
        ),
    ]
