// SPDX-License-Identifier: GPL-3.0-or-later
// Any change of any configuration file: the value is the new one, all other values and all other bytes are as before;
// or the change is refused, and the file is as before.
#include "core/config/config_file.h"
#include "tests/support/random_values.h"

#include <QTest>

using namespace studio;
using test::RandomValues;

namespace {

constexpr quint32 firstSeed = 20'261'129;
constexpr int files = 1'500;

/// A value as a person may write it: the YAML of it.
QString writtenValue(RandomValues &random)
{
    const QString text = random.name();
    switch (random.below(7)) {
    case 0:
        return u'"' + text + QStringLiteral(" \\u00e9\\\"\"");
    case 1:
        return u'\'' + text + QStringLiteral("''s: # '");
    case 2:
        return QStringLiteral("https://%1.example/a#b").arg(text);
    case 3:
        return random.oneOf(
            QStringList{QStringLiteral("true"), QStringLiteral("~"), QStringLiteral("0x1F"), QString()});
    default:
        return text;
    }
}

QString comment(RandomValues &random)
{
    return random.below(3) == 0 ? QStringLiteral("  # ") + random.name() + QStringLiteral(" é: 'x") : QString();
}

/// The lines of one group, which is written in lines, in braces, or is empty.
void addGroup(QStringList &lines, const QString &group, RandomValues &random)
{
    if (random.below(8) == 0) {
        lines << group + QStringLiteral(": {%1: a, %2: 'b'}").arg(random.name() + u'1', random.name() + u'2');
        return;
    }
    lines << group + u':' + comment(random);
    const QString indent(1 + random.below(5), u' ');
    QStringList keys{QStringLiteral("token"), QStringLiteral("output"), QStringLiteral("timeout"),
                     QStringLiteral("org_name"), random.name() + u'3'};
    for (int i = random.below(5); i > 0; --i) {
        const QString key = keys.takeAt(random.below(static_cast<int>(keys.size())));
        if (random.below(9) == 0) {
            lines << indent + key + QStringLiteral(": |") << indent + QStringLiteral("  first ") + random.name()
                  << indent + QStringLiteral("  second");
            continue;
        }
        lines << indent + key + QStringLiteral(": ") + writtenValue(random) + comment(random);
        if (random.below(4) == 0) {
            lines << random.oneOf(
                QStringList{QString(), QStringLiteral("# a remark"), indent + QStringLiteral("# another")});
        }
    }
}

QString randomFile(RandomValues &random)
{
    QStringList lines;
    for (const char *group : {"global", "ignite", "other"}) {
        if (random.below(4) != 0) {
            addGroup(lines, QString::fromLatin1(group), random);
        }
        if (random.below(3) == 0) {
            lines << QStringLiteral("# between");
        }
    }
    const QString lineEnd = random.below(4) == 0 ? QStringLiteral("\r\n") : QStringLiteral("\n");
    return lines.join(lineEnd) + (random.below(4) == 0 ? QString() : lineEnd);
}

QString randomKey(RandomValues &random)
{
    return random.oneOf(QStringList{QStringLiteral("ignite"), QStringLiteral("global")}) + u'.' +
           random.oneOf(QStringList{QStringLiteral("token"), QStringLiteral("output"), QStringLiteral("timeout"),
                                    QStringLiteral("org_name")});
}

QList<std::pair<QString, QString>> othersThan(const QString &key, const ConfigFile &file)
{
    auto entries = file.entries();
    entries.removeIf([&](const auto &entry) { return entry.first == key; });
    return entries;
}

/// The part of both texts that differs, without what they have in common before and behind it.
std::pair<QString, QString> difference(QString before, QString after)
{
    qsizetype head = 0;
    while (head < std::min(before.size(), after.size()) && before[head] == after[head]) {
        ++head;
    }
    before.remove(0, head);
    after.remove(0, head);
    while (!before.isEmpty() && !after.isEmpty() && before.back() == after.back()) {
        before.chop(1);
        after.chop(1);
    }
    return {before, after};
}

} // namespace

class TestConfigEdits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_change_touches_its_value_only()
    {
        int changed = 0;
        int refused = 0;
        for (quint32 seed = firstSeed; seed < firstSeed + files; ++seed) {
            RandomValues random(seed);
            const QString before = randomFile(random);
            const QString key = randomKey(random);
            const std::optional<QString> value = random.below(4) == 0 ? std::nullopt : std::optional(random.text());
            auto file = ConfigFile::parse(QStringLiteral("/config.yaml"), before);
            QVERIFY2(file, qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(before)));
            const auto others = othersThan(key, *file);
            const bool wasThere = file->value(key).has_value();
            const auto done = value ? file->set(key, *value) : file->unset(key);
            const QString told =
                QStringLiteral("seed %1, %2: “%3” became “%4”").arg(seed).arg(key, before, file->text());
            QVERIFY2(othersThan(key, *file) == others, qPrintable(told));
            if (!done) {
                QVERIFY2(file->text() == before, qPrintable(told));
                ++refused;
                continue;
            }
            ++changed;
            QVERIFY2(file->value(key) == value, qPrintable(told));
            const auto again = ConfigFile::parse(file->path(), file->text());
            QVERIFY2(again && again->value(key) == value, qPrintable(told));
            const auto [gone, come] = difference(before, file->text());
            QVERIFY2(gone.count(u'\n') <= (wasThere || !value ? 3 : 0), qPrintable(told)); // a block of lines at most
            if (!wasThere && value) {
                QVERIFY2(!gone.contains(u'#'), qPrintable(told)); // no comment goes where something is added
            }
        }
        QVERIFY2(changed > files / 2, qPrintable(QString::number(changed)));
        QVERIFY(refused > 0);
    }

    /// What was set is unset again: the file is as it was, to the byte, but for a group that the first made.
    void a_value_that_is_taken_back_leaves_the_file_as_it_was()
    {
        for (quint32 seed = firstSeed; seed < firstSeed + files; ++seed) {
            RandomValues random(seed);
            const QString before = randomFile(random);
            const QString key = randomKey(random);
            auto file = ConfigFile::parse(QStringLiteral("/config.yaml"), before).value();
            const bool isListed =
                before.contains(QRegularExpression(QStringLiteral("(?m)^\\s*%1:").arg(key.section(u'.', 1))));
            if (isListed || !before.endsWith(u'\n') || !before.contains(key.section(u'.', 0, 0) + u':') ||
                !file.set(key, random.text())) {
                continue;
            }
            QVERIFY(file.unset(key));
            QVERIFY2(file.text() == before,
                     qPrintable(QStringLiteral("seed %1: “%2” became “%3”").arg(seed).arg(before, file.text())));
        }
    }
};

QTEST_GUILESS_MAIN(TestConfigEdits)
#include "tst_config_edits.moc"
