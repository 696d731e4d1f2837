package io.heddle.controller.tenant;

import io.heddle.controller.config.ConfigException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A file of accounts, one a line; lines that begin with {@code #} are comments. */
final class UsersFile {

    private static final String HEADER = "# Who may use the Networking API: NAME PROJECT ROLE HASH, one a line.\n";

    private UsersFile() {}

    /** Reads the accounts; throws {@link ConfigException} with the line that is wrong. */
    static List<Account> read(Path file) {
        List<Account> accounts = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                accounts.add(account(file, i + 1, line, accounts));
            }
        }
        return List.copyOf(accounts);
    }

    private static Account account(Path file, int number, String line, List<Account> before) {
        try {
            Account account = Account.parse(line);
            if (before.stream().anyMatch(each -> each.name().equals(account.name()))) {
                throw new IllegalArgumentException("there is a user '" + account.name() + "' already");
            }
            return account;
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file + ":" + number + ": " + e.getMessage());
        }
    }

    /** Puts the account in place of any other of its name; only the file's owner may read what is written. */
    static void put(Path file, Account account) {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            List<Account> ignored = read(file);
            lines(file).stream()
                    .filter(line -> !line.strip().startsWith(account.name() + " "))
                    .forEach(lines::add);
        } else {
            lines.add(HEADER.strip());
        }
        lines.add(account.line());
        Path folder = file.toAbsolutePath().getParent();
        try {
            Path next = Files.createTempFile(
                    folder,
                    ".users",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, String.join("\n", lines) + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be written (" + e + ")");
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": this is not UTF-8 text");
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + e + "); make it with 'heddle user add'");
        }
    }
}
