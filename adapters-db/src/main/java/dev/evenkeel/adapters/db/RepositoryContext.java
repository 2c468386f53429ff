package dev.evenkeel.adapters.db;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextConfiguration;
import io.micronaut.context.DefaultApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.context.env.PropertySource;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.inject.BeanDefinitionReference;

import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/// The little of Micronaut that repositories need, apart from the server's own context: this module
/// is a set of classes with constructors to everybody else, and tests open storage without a
/// server.
///
/// Of the beans on the class path it sees only those of Micronaut Data and of this package. That
/// keeps its start short, and nothing of a server is ever made twice.
@SuppressWarnings("overrides") // between Micronaut's own class and interface
final class RepositoryContext extends DefaultApplicationContext {

    private static final List<String> PACKAGES =
            List.of(
                    RepositoryContext.class.getPackageName() + ".",
                    "io.micronaut.data.",
                    "io.micronaut.transaction.",
                    "io.micronaut.runtime.",
                    "io.micronaut.context.",
                    "io.micronaut.aop.",
                    "io.micronaut.core.");

    private RepositoryContext(ApplicationContextConfiguration configuration) {
        super(configuration);
    }

    static RepositoryContext over(DataSource dataSource, Dialect dialect) {
        var configuration =
                ApplicationContext.builder()
                        .banner(false)
                        .deduceEnvironment(false)
                        .deduceCloudEnvironment(false)
                        .environmentPropertySource(false)
                        .enableDefaultPropertySources(false)
                        .bootstrapEnvironment(false);
        var context = new RepositoryContext((ApplicationContextConfiguration) configuration);
        context.getEnvironment()
                .addPropertySource(
                        PropertySource.of(
                                "storage", Map.of("datasources.default.dialect", dialect.name())));
        context.registerBeanDefinition(
                RuntimeBeanDefinition.builder(DataSource.class, () -> dataSource)
                        .named("default")
                        .singleton(true)
                        .build());
        context.start();
        return context;
    }

    @Override
    @SuppressWarnings("rawtypes") // so is the method that it overrides
    protected List<BeanDefinitionReference> resolveBeanDefinitionReferences() {
        return super.resolveBeanDefinitionReferences().stream()
                .filter(bean -> PACKAGES.stream().anyMatch(bean.getName()::startsWith))
                .toList();
    }
}
