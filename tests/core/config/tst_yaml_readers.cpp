// SPDX-License-Identifier: GPL-3.0-or-later
// What toYaml() writes, read by another program: PyYAML, which reads YAML 1.1.
#include "core/config/yaml_text.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QStringList>
#include <QTest>

using namespace studio;

namespace {

constexpr int documents = 400;

/// Texts that one reader or another takes for something else, alone and as parts of longer ones.
const QList<QByteArray> &traps()
{
    static const QList<QByteArray> all{"NO",
                                       "yes",
                                       "on",
                                       "y",
                                       "null",
                                       "~",
                                       "012",
                                       "0o14",
                                       "12:30:00",
                                       "1.10",
                                       "1e3",
                                       "0x1F",
                                       "1_000",
                                       "2024-05-06",
                                       ".inf",
                                       ".nan",
                                       "",
                                       " a ",
                                       "- a",
                                       "a #b",
                                       "a: b",
                                       "it's",
                                       "\"x\"",
                                       "one\n two\n\n",
                                       "x\n",
                                       "\tx",
                                       "a\xc2\x85"
                                       "b",
                                       "a\xe2\x80\xa8"
                                       "b",
                                       "\xef\xbb\xbfx",
                                       "a\x01"
                                       "b",
                                       "\x1b[31m",
                                       "\xf0\x9f\x98\x80",
                                       "@x",
                                       "&a",
                                       "*a",
                                       "!x",
                                       "%x",
                                       "=",
                                       "<<",
                                       "{a}",
                                       "[a]",
                                       "? x",
                                       "a\rb",
                                       "a\r\nb",
                                       " two\nlines",
                                       "\n",
                                       "\n\n",
                                       "\tx\ny",
                                       "---",
                                       "...",
                                       "|",
                                       ">",
                                       "`",
                                       "'",
                                       "\"",
                                       "\\",
                                       ",",
                                       ":",
                                       "#",
                                       "a:",
                                       "\x7f",
                                       "\xc2\xa0",
                                       "x \n",
                                       "x \ny",
                                       "\nx",
                                       "x\n\n\ny",
                                       "-",
                                       "+1",
                                       ".5",
                                       "true",
                                       "0b1",
                                       "1:2",
                                       "key",
                                       "word and word"};
    return all;
}

class Documents
{
public:
    explicit Documents(quint32 seed) : m_random(seed) {}

    Json value(int depth)
    {
        const int kind = m_random.bounded(depth > 3 ? 4 : 6);
        if (kind == 0) {
            return parseJson(numbers()[m_random.bounded(numbers().size())]).value_or(Json());
        }
        if (kind == 1) {
            const QList<Json> words{Json(true), Json(false), Json()};
            return words[m_random.bounded(words.size())];
        }
        if (kind < 4) {
            return Json(text());
        }
        Json list = kind == 4 ? Json::array() : Json::object();
        for (int left = m_random.bounded(5); left > 0; --left) {
            if (kind == 4) {
                list.push_back(value(depth + 1));
            } else {
                list[text().toStdString()] = value(depth + 1);
            }
        }
        return list;
    }

private:
    static const QList<QByteArray> &numbers()
    {
        static const QList<QByteArray> all{"0",      "-0",   "-0.0", "1E2", "1e400",  "5e-324",
                                           "1.5e-7", "2E+3", "1.10", "12",  "-1e-05", "123456789012345678901234567890"};
        return all;
    }

    QByteArray text()
    {
        QByteArray made;
        for (int parts = 1 + m_random.bounded(3); parts > 0; --parts) {
            made += traps()[m_random.bounded(traps().size())];
        }
        return made;
    }

    QRandomGenerator m_random;
};

/// Types count: 1 is not 1.0, and not true.
constexpr auto compare = R"(
import json, sys, yaml
def same(a, b):
    if type(a) is not type(b): return False
    if isinstance(a, dict): return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list): return len(a) == len(b) and all(map(same, a, b))
    return a == b
for text, printed in json.load(sys.stdin):
    try:
        read = yaml.safe_load(printed.encode())
    except Exception as error:
        read = error
    if not same(json.loads(text), read):
        print("JSON", ascii(text), "YAML", ascii(printed), "read as", ascii(read))
print("compared")
)";

} // namespace

class TestYamlReaders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pyyaml_reads_what_was_printed()
    {
        Json pairs = Json::array();
        const auto add = [&](const Json &json) {
            pairs.push_back(Json::array({Json(json.toUtf8()), Json("---\n" + toYaml(json))}));
        };
        Json everything = Json::object();
        for (const QByteArray &trap : traps()) {
            add(Json(trap));
            everything[trap.toStdString()] = Json(trap);
        }
        add(everything);
        Documents made(27);
        for (int i = 0; i < documents; ++i) {
            add(made.value(0));
        }
        QProcess python;
        python.start(QStringLiteral("python3"), {QStringLiteral("-c"), QString::fromLatin1(compare)});
        python.write(pairs.toUtf8());
        python.closeWriteChannel();
        QVERIFY(python.waitForFinished(120'000));
        const QByteArray said = python.readAllStandardOutput();
        QVERIFY2(said == "compared\n", said.left(3'000) + python.readAllStandardError());
    }
};

QTEST_GUILESS_MAIN(TestYamlReaders)
#include "tst_yaml_readers.moc"
