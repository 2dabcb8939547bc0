package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.docs.Documenter;
import org.springframework.modulith.docs.Documenter.DiagramOptions;

/** The house: each module declares whom it may use, and no code uses anybody else. */
class ModulesTest {
    private static final ApplicationModules MODULES = ApplicationModules.of(PosternApplication.class);

    @Test
    void nobodyUsesAModuleItDidNotDeclare() {
        MODULES.verify();
    }

    @Test
    void theHouseIsDrawnFromTheCode() {
        Path drawings = Path.of("target", "modules");
        new Documenter(MODULES, Documenter.Options.defaults().withOutputFolder(drawings.toString()))
                .writeModulesAsPlantUml(DiagramOptions.defaults())
                .writeIndividualModulesAsPlantUml(DiagramOptions.defaults());
        assertThat(drawings.resolve("components.puml")).isNotEmptyFile();
    }
}
