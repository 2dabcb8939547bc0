package dev.postern;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** What {@code serve} starts. */
@SpringBootApplication
@ConfigurationPropertiesScan
class PosternApplication {}
