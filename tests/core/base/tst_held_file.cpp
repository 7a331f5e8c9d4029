// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are written beside the one that they replace: what is left of them by a kill, and when they can be used.
#include "core/base/files.h"
#include "core/base/held_file.h"
#include "core/base/user_file.h"
#include "core/base/uuid7.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace studio;

namespace {

/// The number of the error that starting the program ends with; 0 where it ran.
int startError(const QByteArray &program)
{
    QByteArray name = program;
    char *arguments[] = {name.data(), nullptr};
    pid_t pid = -1;
    const int error = posix_spawn(&pid, program.constData(), nullptr, nullptr, arguments, environ);
    int status = 0;
    return error != 0 ? error : waitpid(pid, &status, 0) == pid ? WEXITSTATUS(status) : errno;
}

} // namespace

class TestHeldFile : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;

    [[nodiscard]] QString at(const QString &name) const { return m_home->filePath(name); }
    [[nodiscard]] QStringList names() const
    {
        return QDir(m_home->path()).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    }
    void make(const QString &name) const
    {
        QFile file(at(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }

private Q_SLOTS:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void a_program_can_be_started_while_it_is_held_data()
    {
        QTest::addColumn<bool>("isLinked");
        QTest::newRow("renamed") << false;
        QTest::newRow("linked") << true;
    }
    void a_program_can_be_started_while_it_is_held()
    {
        QFETCH(bool, isLinked);
        QFile program(QStringLiteral("/bin/true"));
        QVERIFY(program.open(QIODevice::ReadOnly));
        const QByteArray code = program.readAll();
        HeldFile file(m_home->path(), QStringLiteral("new."), 0700);
        QVERIFY(file.isOpen());
        QCOMPARE(write(file.descriptor(), code.constData(), static_cast<size_t>(code.size())), code.size());
        const QByteArray target = QFile::encodeName(at(QStringLiteral("program")));
        QVERIFY(isLinked ? file.linkTo(target) : file.renameTo(target));
        QCOMPARE(startError(target), 0);
        removeAbandonedFiles(m_home->path(), QStringLiteral("new.")); // still held
        QVERIFY(QFile::exists(QFile::decodeName(isLinked ? file.path() : target)));
    }

    void nothing_is_linked_over_a_file()
    {
        make(QStringLiteral("there"));
        HeldFile file(m_home->path(), QStringLiteral("new."), 0600);
        QVERIFY(!file.linkTo(QFile::encodeName(at(QStringLiteral("there")))));
        QCOMPARE(errno, EEXIST);
    }

    void only_the_abandoned_files_of_the_name_are_removed()
    {
        const QString name = QStringLiteral("a[b]*.json"); // no pattern
        make(u'.' + name + u'.' + uuid7());
        const QStringList others{u'.' + name + QStringLiteral(".mine"), QStringLiteral(".a.json.") + uuid7(),
                                 QStringLiteral(".a")};
        for (const QString &other : others) {
            make(other);
        }
        const HeldFile inUse(m_home->path(), u'.' + name + u'.', 0600);
        QVERIFY(inUse.isOpen());
        QVERIFY(writePrivateFile(at(name), "{}"));
        QStringList left = others;
        left << name << QFileInfo(QFile::decodeName(inUse.path())).fileName();
        left.sort();
        QStringList found = names();
        found.sort();
        QCOMPARE(found, left);
    }

    void a_kill_while_writing_leaves_nothing_for_long_data()
    {
        QTest::addColumn<bool>("isPrivate");
        QTest::newRow("a file of the studio's own") << true;
        QTest::newRow("a person's file") << false;
    }
    void a_kill_while_writing_leaves_nothing_for_long()
    {
        QFETCH(bool, isPrivate);
        const QString path = at(QStringLiteral("file"));
        const auto save = [&](const QByteArray &content) {
            return isPrivate ? writePrivateFile(path, content, Durability::Cache) : saveUserFile(path, content);
        };
        QVERIFY(save("first"));
        for (int tries = 0; names().size() < 2; ++tries) {
            QVERIFY(tries < 200);
            const pid_t writer = fork();
            if (writer == 0) {
                const QByteArray large(8 << 20, 'x');
                while (save(large)) {
                }
                _exit(1);
            }
            QTRY_VERIFY(names().size() > 1);
            kill(writer, SIGKILL);
            int status = 0;
            QCOMPARE(waitpid(writer, &status, 0), writer);
        }
        QVERIFY(save("last"));
        QCOMPARE(names(), QStringList{QStringLiteral("file")});
        QCOMPARE(readRegularFile(path, 100).value_or(std::nullopt), QByteArray("last"));
    }
};

QTEST_GUILESS_MAIN(TestHeldFile)
#include "tst_held_file.moc"
