package dev.postern;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version the build wrote down (META-INF/build-info.properties, by spring-boot-maven-plugin). */
final class Version implements IVersionProvider {
    private static final String UNBUILT = "development";

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"Postern " + current()};
    }

    private static String current() throws IOException {
        try (InputStream written = Version.class.getResourceAsStream("/META-INF/build-info.properties")) {
            if (written == null) {
                return UNBUILT;
            }
            var facts = new Properties();
            facts.load(written);
            return facts.getProperty("build.version", UNBUILT);
        }
    }
}
