import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('organizations', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('title', models.CharField(max_length=200, verbose_name='название')),
                ('kind', models.CharField(help_text='term of «document_kind»', max_length=80, verbose_name='вид')),
                ('file', models.FileField(upload_to='documents/templates/', verbose_name='файл')),
                ('sha256', models.CharField(max_length=64, verbose_name='контрольная сумма')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='document_templates', to='organizations.municipality', verbose_name='муниципальное образование')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='document_templates', to='organizations.organization', verbose_name='организация')),
            ],
            options={
                'verbose_name': 'шаблон документа',
                'verbose_name_plural': 'шаблоны документов',
                'ordering': ['kind', 'title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Register',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('title', models.CharField(max_length=200, verbose_name='название')),
                ('kinds', models.JSONField(default=list, help_text='terms of «document_kind»', verbose_name='виды документов')),
                ('pattern', models.CharField(default='{n}', max_length=40, verbose_name='вид номера')),
                ('first_number', models.PositiveIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='первый номер года')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registers', to='organizations.municipality', verbose_name='муниципальное образование')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='registers', to='organizations.organization', verbose_name='организация')),
            ],
            options={
                'verbose_name': 'журнал регистрации',
                'verbose_name_plural': 'журналы регистрации',
                'ordering': ['organization', 'title', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('organization__isnull', False)), fields=('organization', 'title'), name='documents_register_of_organization_is_unique', violation_error_message='Журнал с таким названием уже есть.'), models.UniqueConstraint(condition=models.Q(('organization', None)), fields=('municipality', 'title'), name='documents_register_of_municipality_is_unique', violation_error_message='Журнал с таким названием уже есть.'), models.CheckConstraint(condition=models.Q(('pattern__contains', '{n}')), name='documents_register_pattern_has_a_number', violation_error_message='В виде номера должно стоять {n}: на его месте будет сам номер.')],
            },
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('kind', models.CharField(help_text='term of «document_kind»', max_length=80, verbose_name='вид')),
                ('state', models.CharField(choices=[('draft', 'черновик'), ('agreed', 'согласован'), ('signed', 'подписан'), ('cancelled', 'отменён')], default='signed', max_length=20, verbose_name='состояние')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='номер')),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='дата')),
                ('ordinal', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='порядковый номер')),
                ('year', models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='год номера')),
                ('title', models.CharField(blank=True, max_length=500, verbose_name='название')),
                ('body', models.TextField(blank=True, verbose_name='текст')),
                ('signer', models.CharField(blank=True, help_text='«А. П. Громов»', max_length=200, verbose_name='кто подписывает')),
                ('signer_position', models.CharField(blank=True, max_length=300, verbose_name='должность подписывающего')),
                ('cancelled_reason', models.CharField(blank=True, max_length=500, verbose_name='почему отменён')),
                ('url', models.URLField(blank=True, max_length=1000, verbose_name='ссылка')),
                ('url_checked_on', models.DateField(blank=True, editable=False, null=True, verbose_name='ссылка проверена')),
                ('url_silent_since', models.DateField(blank=True, editable=False, null=True, verbose_name='ссылка не отвечает с')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='organizations.municipality', verbose_name='муниципальное образование')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='organizations.organization', verbose_name='организация')),
                ('template', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.documenttemplate', verbose_name='шаблон')),
                ('register', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='documents.register', verbose_name='журнал регистрации')),
            ],
            options={
                'verbose_name': 'документ',
                'verbose_name_plural': 'документы',
                'ordering': [models.OrderBy(models.F('dated_on'), descending=True, nulls_first=True), '-ordinal', 'number', 'pk'],
                'indexes': [models.Index(fields=['kind', 'dated_on'], name='documents_by_kind')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('organization__isnull', False)), fields=('organization', 'kind', 'number', 'dated_on'), name='documents_document_of_organization_is_unique', violation_error_message='Документ с таким видом, номером и датой уже внесён.'), models.UniqueConstraint(condition=models.Q(('organization', None)), fields=('municipality', 'kind', 'number', 'dated_on'), name='documents_document_of_municipality_is_unique', violation_error_message='Документ с таким видом, номером и датой уже внесён.'), models.UniqueConstraint(fields=('register', 'year', 'ordinal'), name='documents_document_ordinal_is_unique'), models.UniqueConstraint(condition=models.Q(('ordinal__isnull', False)), fields=('register', 'year', 'number'), name='documents_document_number_is_unique'), models.CheckConstraint(condition=models.Q(models.Q(('dated_on', None), ('number', ''), ('ordinal', None), ('state__in', ('draft', 'agreed'))), models.Q(models.Q(('state__in', ('draft', 'agreed')), _negated=True), models.Q(('number', ''), _negated=True), ('dated_on__isnull', False)), _connector='OR'), name='documents_document_signed_has_number_and_day', violation_error_message='У подписанного документа есть номер и дата, у черновика их ещё нет.'), models.CheckConstraint(condition=models.Q(models.Q(('ordinal', None), ('year', None)), models.Q(('ordinal__isnull', False), ('register__isnull', False), ('year__isnull', False)), _connector='OR'), name='documents_document_ordinal_is_of_a_register'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), models.Q(('cancelled_reason', ''), _negated=True)), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled_reason', '')), _connector='OR'), name='documents_document_cancelled_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='DocumentApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='кто')),
                ('position', models.CharField(blank=True, max_length=300, verbose_name='должность')),
                ('agreed_on', models.DateField(blank=True, null=True, verbose_name='дата')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='documents.document', verbose_name='документ')),
            ],
            options={
                'verbose_name': 'согласование',
                'verbose_name_plural': 'лист согласования',
                'ordering': ['document', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='documents.document', verbose_name='документ')),
            ],
            options={
                'verbose_name': 'вложение',
                'verbose_name_plural': 'вложения',
                'indexes': [models.Index(fields=['content_type', 'object_id'], name='documents_attachment_target')],
                'constraints': [models.UniqueConstraint(fields=('document', 'content_type', 'object_id'), name='documents_attachment_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='DocumentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='версия')),
                ('file', models.FileField(upload_to='documents/%Y/', verbose_name='файл')),
                ('sha256', models.CharField(max_length=64, verbose_name='контрольная сумма')),
                ('is_made', models.BooleanField(default=False, verbose_name='составлен программой')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='когда приложен')),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто приложил')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='documents.document', verbose_name='документ')),
            ],
            options={
                'verbose_name': 'файл документа',
                'verbose_name_plural': 'файлы документов',
                'ordering': ['document', '-version'],
                'constraints': [models.UniqueConstraint(fields=('document', 'version'), name='documents_documentfile_version_is_unique')],
            },
        ),
        migrations.CreateModel(
            name='DocumentPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='в каком качестве')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='documents.document', verbose_name='документ')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named_in_documents', to='people.person', verbose_name='человек')),
            ],
            options={
                'verbose_name': 'человек в документе',
                'verbose_name_plural': 'люди в документах',
                'ordering': ['document', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('document', 'person'), name='documents_documentperson_is_unique', violation_error_message='Этот человек в документе уже назван.')],
            },
        ),
        migrations.CreateModel(
            name='PaperTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='внесено')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='исправлено')),
                ('kind', models.CharField(choices=[('certificate', 'сертификат'), ('diploma', 'диплом'), ('letter', 'благодарственное письмо')], max_length=20, verbose_name='чего')),
                ('file', models.FileField(upload_to='documents/templates/', verbose_name='файл')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='paper_templates', to='organizations.municipality', verbose_name='чей')),
            ],
            options={
                'verbose_name': 'шаблон бумаги',
                'verbose_name_plural': 'шаблоны бумаг',
                'ordering': ['municipality', 'kind', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'kind'), name='documents_papertemplate_is_unique')],
            },
        ),
    ]
