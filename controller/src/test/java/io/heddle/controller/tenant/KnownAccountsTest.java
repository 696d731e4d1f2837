package io.heddle.controller.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heddle.controller.config.ConfigException;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.request.Requester;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class KnownAccountsTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder = Path.of("unset");

    private record Run(int code, String output) {}

    private Run add(String input, String... arguments) {
        StringWriter output = new StringWriter();
        CommandLine command = new CommandLine(
                new UserCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), () -> null));
        command.setOut(new PrintWriter(output)).setErr(new PrintWriter(output));
        String[] all = new String[arguments.length + 3];
        all[0] = "add";
        all[1] = "--file";
        all[2] = file().toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return new Run(command.execute(all), output.toString().strip());
    }

    private Path file() {
        return folder.resolve("users");
    }

    @Test
    void usersThatWereAddedAreKnownByTheirPasswordsAndTokens() throws IOException {
        assertThat(add("correct horse\n", "alice", "--project", "demo").code()).isZero();
        String token = add("", "robot", "--project", "demo", "--role", "reader", "--token")
                .output();
        assertThat(add("battery staple\n", "alice", "--project", "demo", "--role", "admin")
                        .output())
                .isEqualTo("User alice is in " + file() + ".");
        KnownAccounts accounts = KnownAccounts.of(file(), RANDOM);
        Requester admin = new Requester(new ProjectId("demo"), Requester.Role.ADMIN);
        assertThat(accounts.byPassword("alice", "battery staple")).contains(admin);
        assertThat(accounts.byPassword("alice", "battery staple")).contains(admin);
        assertThat(accounts.byPassword("alice", "correct horse")).isEmpty();
        assertThat(accounts.byPassword("bob", "battery staple")).isEmpty();
        assertThat(accounts.byPassword("robot", token)).isEmpty();
        assertThat(accounts.byToken(token)).contains(new Requester(new ProjectId("demo"), Requester.Role.READER));
        assertThat(accounts.byToken("x")).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file())).doesNotContain("battery").doesNotContain(token);
    }

    @Test
    void whatCannotBeAUserIsSaid() {
        assertThat(add("short\n", "alice", "--project", "demo").output()).contains("at least 8 characters");
        assertThat(add("", "alice", "--project", "demo").output()).contains("at least 8 characters");
        assertThat(add("long enough\n", "al ice", "--project", "demo").output()).contains("a user's name");
        assertThat(add("long enough\n", "alice", "--project", "de mo").output()).contains("no blanks");
        assertThat(add("long enough\n", "alice", "--project", "demo", "--role", "king")
                        .output())
                .contains("admin, member or reader");
        assertThat(add("long enough\n", "alice").code()).isEqualTo(2);
        assertThat(Files.exists(file())).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            alice demo member                            | :2: expected NAME PROJECT ROLE HASH, found 3 words
            alice demo king token:00                     | :2: a role is admin, member or reader
            alice demo member secret                     | :2: not a hash of the form
            alice demo member token:00                   | :2: not the hash of a token
            alice demo member $argon2id$v=19$m=8,t=1,p=2$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAA | :2: no Argon2 takes
            """)
    void aUsersFileThatIsNotAsItMustBeIsRefusedWithItsLine(String line, String message) throws IOException {
        Files.writeString(file(), "# comment\n" + line + "\n");
        assertThatThrownBy(() -> KnownAccounts.of(file(), RANDOM))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsMissingOrNamesSomebodyTwiceIsRefused() throws IOException {
        assertThatThrownBy(() -> KnownAccounts.of(file(), RANDOM))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("heddle user add");
        String line = "alice demo member " + TokenHash.text("x") + "\n";
        Files.writeString(file(), line + line);
        assertThatThrownBy(() -> KnownAccounts.of(file(), RANDOM)).hasMessageContaining("already");
        Files.write(file(), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> KnownAccounts.of(file(), RANDOM)).hasMessageContaining("UTF-8");
    }

    @Test
    void hashesOfOtherProgramsAreUnderstood() {
        // What the reference implementation makes of "password" and "somesalt" (t = 2, m = 64 MiB, p = 1), from its own
        // tests.
        PasswordHash reference = PasswordHash.parse(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ" + "$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
        assertThat(reference.isOf("password")).isTrue();
        assertThat(reference.isOf("passwore")).isFalse();
        assertThat(PasswordHash.parse(reference.text()).isOf("password")).isTrue();
    }

    @Test
    void aGeneratedTokenIsAnAdministrators() {
        String token = KnownAccounts.newToken(RANDOM);
        KnownAccounts accounts = KnownAccounts.ofAdministrator(token, RANDOM);
        assertThat(accounts.byToken(token).map(Requester::isAdmin)).contains(true);
        assertThat(accounts.byToken(token + "x")).isEmpty();
        assertThat(token).hasSize(43);
    }
}
