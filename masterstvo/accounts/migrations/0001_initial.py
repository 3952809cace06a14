import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True, verbose_name='что ограничено')),
                ('n_tried', models.PositiveIntegerField(default=0, verbose_name='сколько раз')),
                ('until', models.DateTimeField(db_index=True, verbose_name='до какого времени')),
            ],
            options={
                'verbose_name': 'попытки',
                'verbose_name_plural': 'попытки',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(error_messages={'unique': 'Этот адрес уже занят.'}, max_length=254, unique=True, verbose_name='электронная почта')),
                ('full_name', models.CharField(max_length=200, verbose_name='имя')),
                ('is_active', models.BooleanField(default=True, verbose_name='вход открыт')),
                ('is_staff', models.BooleanField(default=False, verbose_name='служба поддержки')),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='заведена')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'учётная запись',
                'verbose_name_plural': 'учётные записи',
                'ordering': ['email'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='accounts_user_email_ignores_case')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(blank=True, max_length=64, null=True, unique=True, verbose_name='хеш ссылки')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='когда')),
                ('expires_at', models.DateTimeField(verbose_name='действует до')),
                ('accepted_at', models.DateTimeField(blank=True, null=True, verbose_name='принято')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='отозвано')),
                ('invited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='кто пригласил')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to=settings.AUTH_USER_MODEL, verbose_name='кого')),
            ],
            options={
                'verbose_name': 'приглашение',
                'verbose_name_plural': 'приглашения',
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), fields=('user',), name='accounts_invitation_one_is_open')],
            },
        ),
    ]
