"""The kernel as an installed application."""

from django.apps import AppConfig, apps

from luodi.kernel.rooms import connect_guards


class KernelConfig(AppConfig):
    """底座."""

    name = "luodi.kernel"
    label = "kernel"
    verbose_name = "底座"

    def ready(self) -> None:
        import luodi.kernel.checks  # app ready: declares what is checked at the start
        import luodi.kernel.robots  # app ready: declares its job
        import luodi.kernel.sheets.importing  # app ready: declares its jobs
        import luodi.kernel.sheets.trail  # app ready: declares its sheet
        import luodi.kernel.timetable  # noqa: F401  app ready: declares what is done daily

        with_models = [config for config in apps.get_app_configs() if config.models_module]
        connect_guards(with_models[-1])  # the last to be migrated
