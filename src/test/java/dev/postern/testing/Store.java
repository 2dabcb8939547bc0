package dev.postern.testing;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * A migrated, empty database and the ways to it that repositories take in their constructors.
 *
 * @param url with {@code user} and an empty password, for tests that start a whole server
 */
public record Store(
        DataSource dataSource, JdbcClient jdbc, PlatformTransactionManager transactions, String url, String user) {
    Store(DataSource dataSource, String url, String user) {
        this(dataSource, JdbcClient.create(dataSource), new DataSourceTransactionManager(dataSource), url, user);
    }
}
