package io.heddle.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names are the field's words: nothing is called after its place in a pattern. */
class NamingTest {
    private static final Pattern EMPTY_WORDS = Pattern.compile("Abstract[A-Z].*|.*(Manager|Utils?|Helper|Impl)");
    private static final Pattern GETTER = Pattern.compile("get[A-Z].*");

    @Test
    void noTypeIsNamedAfterAPattern() {
        assertThat(HeddleClasses.MAIN.stream().map(JavaClass::getSimpleName).filter(EMPTY_WORDS.asMatchPredicate()))
                .isEmpty();
    }

    @Test
    void noMethodOfOursHasTheGetPrefix() {
        assertThat(HeddleClasses.MAIN.stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> GETTER.matcher(method.getName()).matches())
                        .filter(method -> !method.getModifiers().contains(JavaModifier.SYNTHETIC))
                        .filter(method -> !isInherited(method))
                        .map(JavaMethod::getFullName))
                .isEmpty();
    }

    private static boolean isInherited(JavaMethod method) {
        JavaClass owner = method.getOwner();
        return Stream.concat(owner.getAllRawInterfaces().stream(), owner.getAllRawSuperclasses().stream())
                .flatMap(parent -> parent.getMethods().stream())
                .anyMatch(other -> other.getName().equals(method.getName())
                        && other.getRawParameterTypes().size()
                                == method.getRawParameterTypes().size());
    }
}
