import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('assessments', '0001_initial'),
        ('communities', '0001_initial'),
        ('contests', '0001_initial'),
        ('documents', '0001_initial'),
        ('indicators', '0001_initial'),
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='с')),
                ('ends_on', models.DateField(blank=True, help_text='the first day on which it no longer holds', null=True, verbose_name='по')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('title', models.CharField(max_length=300, verbose_name='название')),
                ('kind', models.CharField(choices=[('organization', 'организации'), ('community', 'сообщества')], max_length=12, verbose_name='кого сравнивают')),
                ('circle', models.JSONField(blank=True, default=list, help_text='terms of the kind compared; empty: all', verbose_name='какого вида')),
                ('about', models.TextField(blank=True, max_length=4000, verbose_name='зачем и как')),
                ('n_prizes', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MinValueValidator(1)], verbose_name='призовых мест')),
                ('state', models.CharField(choices=[('draft', 'готовится'), ('published', 'формула опубликована'), ('decided', 'итоги подведены'), ('cancelled', 'отменён')], default='draft', max_length=10, verbose_name='состояние')),
                ('counted_at', models.DateTimeField(blank=True, null=True, verbose_name='посчитан')),
                ('counted_to', models.DateField(blank=True, null=True, verbose_name='сведения на')),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='опубликован')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='итоги подведены')),
                ('contest', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rating', to='contests.contest', verbose_name='конкурс')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='documents.document', verbose_name='чем утверждена формула')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='organizations.municipality', verbose_name='муниципалитет')),
                ('protocol', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document', verbose_name='протокол')),
            ],
            options={
                'verbose_name': 'рейтинг',
                'verbose_name_plural': 'рейтинги',
                'ordering': ['-starts_on', 'title', 'pk'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gt', models.F('starts_on')), _connector='OR'), name='ratings_rating_ends_after_start', violation_error_message='Окончание раньше начала.'), models.UniqueConstraint(fields=('municipality', 'title', 'starts_on'), name='ratings_rating_is_unique', violation_error_message='Такой рейтинг с этого дня уже есть.'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', False)), name='ratings_rating_has_an_end'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('published', 'decided')), _negated=True), models.Q(('document__isnull', False), ('published_on__isnull', False)), _connector='OR'), name='ratings_published_by_a_document'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'decided'), _negated=True), models.Q(('counted_to__isnull', False), ('decided_on__isnull', False)), _connector='OR'), name='ratings_decided_has_a_day'), models.CheckConstraint(condition=models.Q(('n_prizes__gte', 1)), name='ratings_rating_has_prizes')],
            },
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='порядок')),
                ('title', models.CharField(max_length=300, verbose_name='что считаем')),
                ('definition', models.JSONField(blank=True, default=dict, help_text='its columns as they were then: an own indicator may be changed later, a published formula may not', verbose_name='показатель при публикации')),
                ('rule', models.CharField(blank=True, choices=[('plan', 'доля плана заседаний'), ('held', 'проведённые заседания'), ('attendance', 'посещаемость'), ('decision', 'поручения в срок'), ('material', 'материалы заседаний'), ('score', 'баллы за работу по правилам сообществ')], max_length=20, verbose_name='правило сообществ')),
                ('scale', models.CharField(choices=[('unit', 'столько баллов за каждую единицу; у доли – за все 100 %'), ('bands', 'по ступеням')], default='unit', max_length=8, verbose_name='баллы')),
                ('points', models.DecimalField(decimal_places=2, default=0, max_digits=7, verbose_name='баллов')),
                ('bands', models.JSONField(blank=True, default=list, help_text='[["75", "10"], …]', verbose_name='ступени')),
                ('most', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True, verbose_name='не больше')),
                ('weight', models.DecimalField(decimal_places=2, default=1, max_digits=5, verbose_name='вес')),
                ('better', models.CharField(choices=[('more', 'чем больше, тем лучше'), ('less', 'чем меньше, тем лучше')], default='more', max_length=4, verbose_name='направление')),
                ('per_hundred', models.BooleanField(default=False, verbose_name='на 100 человек')),
                ('without', models.CharField(choices=[('out', 'места нет, пока сведения не внесут'), ('nothing', 'баллов за эту часть нет, место есть')], default='out', max_length=8, verbose_name='если сведений нет')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rating_parts', to='assessments.campaign', verbose_name='итог инструмента')),
                ('contest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rating_parts', to='contests.contest', verbose_name='оценки жюри')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rating_parts', to='indicators.indicator', verbose_name='показатель')),
                ('rating', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='ratings.rating', verbose_name='рейтинг')),
            ],
            options={
                'verbose_name': 'часть формулы',
                'verbose_name_plural': 'части формулы',
                'ordering': ['rating', 'position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('campaign', None), ('contest', None), ('indicator__isnull', False), ('rule', '')), models.Q(('campaign', None), ('contest', None), ('indicator', None), models.Q(('rule', ''), _negated=True)), models.Q(('campaign__isnull', False), ('contest', None), ('indicator', None), ('rule', '')), models.Q(('campaign', None), ('contest__isnull', False), ('indicator', None), ('rule', '')), _connector='OR'), name='ratings_part_has_one_source', violation_error_message='Выберите что-то одно: откуда берётся число.'), models.CheckConstraint(condition=models.Q(('points__gte', 0), ('weight__gt', 0), models.Q(('most', None), ('most__gt', 0), _connector='OR')), name='ratings_part_adds_points', violation_error_message='Баллы не бывают меньше нуля, вес и предел – больше нуля.')],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=400, verbose_name='название')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='человек')),
                ('total', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='итог')),
                ('place', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='место')),
                ('community', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='communities.community', verbose_name='сообщество')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='organizations.organization', verbose_name='организация')),
                ('rating', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='ratings.rating', verbose_name='рейтинг')),
            ],
            options={
                'verbose_name': 'участник рейтинга',
                'verbose_name_plural': 'участники рейтингов',
                'ordering': ['rating', models.OrderBy(models.F('place'), nulls_last=True), 'title', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('rating', 'organization'), name='ratings_organization_is_unique'), models.UniqueConstraint(fields=('rating', 'community'), name='ratings_community_is_unique'), models.CheckConstraint(condition=models.Q(models.Q(('community', None), ('organization__isnull', False)), models.Q(('community__isnull', False), ('organization', None)), _connector='OR'), name='ratings_standing_is_somebodys')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('points', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='баллы')),
                ('calculation', models.CharField(max_length=400, verbose_name='расчёт')),
                ('counted', models.JSONField(blank=True, default=list, verbose_name='кто засчитан')),
                ('others', models.JSONField(blank=True, default=list, verbose_name='кто не засчитан')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='ratings.part', verbose_name='часть')),
                ('standing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='ratings.standing', verbose_name='участник')),
            ],
            options={
                'verbose_name': 'строка расчёта',
                'verbose_name_plural': 'строки расчётов',
                'ordering': ['standing', 'part__position', 'part', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('standing', 'part'), name='ratings_line_is_unique')],
            },
        ),
    ]
