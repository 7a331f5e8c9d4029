// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/manifest_edits.h"

#include <array>

namespace studio {

namespace {

/// How one dependency is written: `%1` is its key, `%2` the table.
struct Form
{
    const char *lines;
    bool isSection; ///< has a header of its own
};

constexpr std::array forms{
    Form{"%1 = \"1\"\n", false},
    Form{"%1 = '1.2' # why this one\n", false},
    Form{"\"%1\"   =   \"=1.0.0\"\n", false},
    Form{"  %1 = { version = \"1\", features = [\"derive\", \"a#b\"], default-features = false }\n", false},
    Form{"%1={version='1',optional=true}\n", false},
    Form{"%1 = { package = \"real-%1\", version = \"1\" } # renamed = yes, \"quoted\"\n", false},
    Form{"%1 = { path = \"../%1\" }\n", false},
    Form{"%1 = { git = \"https://example.invalid/%1\", branch = \"main\" }\n", false},
    Form{"%1 = { workspace = true, features = [\"x\"] }\n", false},
    Form{"%1 = { version = \"1\", features = [\n    \"one\", # the first ]\n    \"two\",\n] }\n", false},
    Form{"%1 = {\n  version = \"1\",\n  features = [\"derive\"], # why\n}\n", false},
    Form{"%1 = { # TOML 1.1\n\tversion = '1' # no comma\n\t, features = [\n\"a\",\n] , optional = true\n\t# last\n}\n",
         false},
    Form{"%1 = { features = [\"derive\"], version = '1', }\n", false},
    Form{"%1.version = \"1\"\n%1.features = [\"derive\"]\n", false},
    Form{"%1.features = [\n  \"a\", # }\n  'b',\n]\n# between\n%1.version = \"0.9\" # last\n", false},
    Form{"%1.workspace = true\n", false},
    Form{"\"%1\" . version = \"1\"\n%1.optional = true\n", false},
    Form{"%1.path = '../%1'\n", false},
    Form{"[%2.%1] # own section ]\nversion = \"1\"\nfeatures = [\"full\"]\n\n", true},
    Form{"[ %2 . '%1' ]\n# inside\ndefault-features = false\nversion = '2'\n# behind\n", true},
    Form{"[%2.%1]\ngit = \"https://example.invalid/%1\"\nrev = \"abc\"\n\n", true},
    Form{"[%2.%1]\nfeatures = [\n  \"x\",\n]\n[%2.%1.metadata]\nnote = '''\n[%2]\n'''\n", true},
};

constexpr std::array tables{"dependencies",
                            "dev-dependencies",
                            "build-dependencies",
                            "dev_dependencies",
                            "target.'cfg(unix)'.dependencies",
                            "target.x86_64-unknown-linux-gnu.dev-dependencies",
                            "target.\"cfg(target_os = \\\"linux\\\")\".dependencies"};

constexpr std::array headers{"[%1]\n", "[%1] # ] all of them\n", "  [ %1 ]\n\n", "# above\n[%1]\n# below\n"};

QString pick(std::mt19937 &random, const auto &list)
{
    return QString::fromUtf8(list[random() % list.size()]);
}

/// A table with some dependencies, those that have a section of their own behind the others.
QString tableText(std::mt19937 &random, const QString &table)
{
    static constexpr std::array keys{"serde", "tokio", "serde_json", "a", "uuid", "x-y"};
    QString lines;
    QString sections;
    const auto first = random();
    const auto count = random() % 5;
    for (std::size_t i = 0; i < count; ++i) {
        const Form &form = forms[random() % forms.size()];
        const QString text = QString::fromUtf8(form.lines)
                                 .replace(QLatin1String("%1"), QString::fromUtf8(keys[(first + i) % keys.size()]))
                                 .replace(QLatin1String("%2"), table);
        (form.isSection ? sections : lines) += text;
    }
    if (lines.isEmpty() && random() % 2 == 0) {
        return sections;
    }
    return pick(random, headers).arg(table) + lines + sections;
}

QString decorated(std::mt19937 &random, QString text)
{
    switch (random() % 8) {
    case 0:
        return text.replace(QLatin1Char('\n'), QLatin1String("\r\n"));
    case 1:
        return QChar(QChar::ByteOrderMark) + text;
    case 2:
        text.chop(1);
        return text;
    case 3:
        return QChar(QChar::ByteOrderMark) + text.replace(QLatin1Char('\n'), QLatin1String("\r\n")).chopped(2);
    case 4: // one line only
        return text.replace(text.indexOf(QLatin1Char('\n')), 1, QStringLiteral("\r\n"));
    case 5:
        return QStringLiteral("# Grüße, 世界 🦀\n") + text + QStringLiteral("\n\n# the end");
    default:
        return text;
    }
}

} // namespace

QString generatedManifest(std::mt19937 &random)
{
    QString text;
    switch (random() % 8) {
    case 0:
        text =
            QStringLiteral("dependencies = { serde = \"1\", tokio = { version = '1', features = [\"rt\"] }, a.path = "
                           "\"a\" }\n[package]\nname = \"x\" # é\n");
        break;
    case 1:
        text = QStringLiteral("dependencies.serde = \"1\"\ndependencies.tokio.version = \"1\" # t\n"
                              "dependencies.tokio.features = [\n  \"rt\"\n]\n[package]\nname = \"x\"\n");
        break;
    case 2:
        text = QStringLiteral("package.name = \"x\"\ndependencies = {}\n[target]\n'cfg(unix)'.dependencies = { libc = "
                              "\"0.2\" }\n");
        break;
    default:
        text =
            QStringLiteral("[package]\nname = \"x\"\ndescription = \"\"\"\n[dependencies]\nserde = \"fake\"\n\"\"\"\n");
        for (const char *table : tables) {
            if (random() % 3 == 0) {
                text += QLatin1Char('\n') + tableText(random, QString::fromUtf8(table));
            }
        }
    }
    if (random() % 2 == 0) {
        text += QStringLiteral("[workspace.dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n");
    }
    if (random() % 2 == 0) {
        text += QStringLiteral("[features]\ndefault = [\"a\"]\n[[bin]]\nname = \"dependencies\"\npath = 'src/[x].rs'\n"
                               "[profile.release]\nlto = true\n");
    }
    return decorated(random, text);
}

} // namespace studio
