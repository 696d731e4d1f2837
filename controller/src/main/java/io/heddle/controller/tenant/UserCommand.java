package io.heddle.controller.tenant;

import io.heddle.controller.config.ConfigException;
import io.heddle.routing.tenant.ProjectId;
import io.heddle.routing.tenant.request.Requester;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heddle user}: who may use the Networking API. */
@Command(
        name = "user",
        description = "Keeps the file of those who may use the Networking API.",
        mixinStandardHelpOptions = true)
public final class UserCommand {

    private static final int PASSWORD_AT_LEAST = 8;

    private final InputStream in;
    private final Supplier<@Nullable Console> console;

    @Spec
    private @Nullable CommandSpec spec;

    /** The command, which reads passwords from {@code console} if there is one, and from {@code in} if not. */
    public UserCommand(InputStream in, Supplier<@Nullable Console> console) {
        this.in = in;
        this.console = console;
    }

    @Command(
            description = "Adds a user, or replaces the one of that name. The password is the first line of the input.",
            mixinStandardHelpOptions = true)
    int add(
            @Parameters(paramLabel = "NAME", description = "What they call themselves.") String name,
            @Option(names = "--project", required = true, paramLabel = "PROJECT", description = "Whom they act for.")
                    String project,
            @Option(
                            names = "--role",
                            defaultValue = "member",
                            paramLabel = "ROLE",
                            description = "admin, member (if left out) or reader.")
                    String role,
            @Option(
                            names = "--file",
                            defaultValue = "users",
                            paramLabel = "FILE",
                            description = "The file that tenants.users names; 'users' if left out.")
                    Path file,
            @Option(names = "--token", description = "Makes a token and prints it, instead of asking for a password.")
                    boolean isToken)
            throws IOException {
        SecureRandom random = new SecureRandom();
        try {
            Requester requester = new Requester(new ProjectId(project), Account.role(role));
            String token = isToken ? TokenHash.newToken(random) : "";
            String secret = isToken
                    ? TokenHash.text(token)
                    : PasswordHash.of(password(), random).text();
            UsersFile.put(file, new Account(name, requester, secret));
            say(isToken ? token : "User " + name + " is in " + file + ".");
            return 0;
        } catch (IllegalArgumentException | ConfigException e) {
            say(String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private String password() throws IOException {
        Console terminal = console.get();
        String password;
        if (terminal != null) {
            char[] typed = terminal.readPassword("Password: ");
            password = typed == null ? "" : new String(typed);
        } else {
            String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            password = line == null ? "" : line;
        }
        if (password.length() < PASSWORD_AT_LEAST) {
            throw new IllegalArgumentException("a password has at least " + PASSWORD_AT_LEAST + " characters");
        }
        return password;
    }

    private void say(String text) {
        if (spec != null) {
            spec.commandLine().getOut().println(text);
            spec.commandLine().getOut().flush();
        }
    }
}
