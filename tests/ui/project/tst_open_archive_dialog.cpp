// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive.h"
#include "ui/project/open_archive_dialog.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) &&
           file.write(content) == content.size();
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestOpenArchiveDialog : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    QPointer<OpenArchiveDialog> m_dialog;

    [[nodiscard]] QString path(const QString &name) const { return m_home->filePath(name); }
    [[nodiscard]] QLineEdit *name() const { return m_dialog->findChildren<QLineEdit *>().at(0); }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (QPushButton *const one : m_dialog->findChildren<QPushButton *>()) {
            if (one->text().remove(u'&') == text) {
                return one;
            }
        }
        return nullptr;
    }
    [[nodiscard]] bool says(const QString &words) const
    {
        return std::ranges::any_of(m_dialog->findChildren<QLabel *>(),
                                   [&](const QLabel *label) { return label->text().contains(words); });
    }
    void open(const QString &archive)
    {
        m_dialog = new OpenArchiveDialog(archive, path(u"place"_s));
        m_dialog->show();
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_home->path()).mkpath(u"place"_s));
        QVERIFY(writeFile(path(u"hello/Cargo.toml"_s), "[package]\nname = \"hello\"\n"));
        QVERIFY(writeFile(path(u"hello/src/lib.rs"_s), "// here\n"));
    }
    void cleanup() { delete m_dialog; }

    void a_project_comes_out_of_its_archive_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<ArchiveFormat>("format");
        QTest::newRow("zip") << u"hello.zip"_s << ArchiveFormat::Zip;
        QTest::newRow("tar.gz") << u"hello.tar.gz"_s << ArchiveFormat::TarGz;
        QTest::newRow("tgz in capitals") << u"hello.TGZ"_s << ArchiveFormat::TarGz;
    }

    void a_project_comes_out_of_its_archive()
    {
        QFETCH(QString, file);
        QFETCH(ArchiveFormat, format);
        QVERIFY(packFolder(path(u"hello"_s), path(file), format));
        open(path(file));
        QCOMPARE(name()->text(), u"hello"_s);
        QSignalSpy unpacked(m_dialog.get(), &OpenArchiveDialog::unpacked);
        QTest::keyClick(m_dialog.get(), Qt::Key_Return);
        QTRY_COMPARE(unpacked.size(), 1);
        QCOMPARE(unpacked.at(0).at(0).toString(), path(u"place/hello"_s));
        QCOMPARE(readFile(path(u"place/hello/src/lib.rs"_s)), QByteArray("// here\n"));
        QTRY_VERIFY(!m_dialog);
    }

    void a_name_that_is_taken_is_not_written_over()
    {
        QVERIFY(packFolder(path(u"hello"_s), path(u"hello.zip"_s), ArchiveFormat::Zip));
        QVERIFY(QDir(m_home->path()).mkpath(u"place/hello"_s));
        open(path(u"hello.zip"_s));
        QCOMPARE(name()->text(), u"hello-2"_s);
        name()->setText(u"hello"_s);
        QVERIFY(!button(u"Unpack and open"_s)->isEnabled());
        QVERIFY(says(u"is there already"_s));
        name()->setText(u"../other"_s);
        QTest::keyClick(m_dialog.get(), Qt::Key_Return);
        QTRY_VERIFY(says(u"no name for a folder"_s));
        QVERIFY(button(u"Unpack and open"_s)->isEnabled());
    }

    void while_it_unpacks_nothing_can_begin_it_again()
    {
        QVERIFY(packFolder(path(u"hello"_s), path(u"hello.zip"_s), ArchiveFormat::Zip));
        open(path(u"hello.zip"_s));
        QSignalSpy unpacked(m_dialog.get(), &OpenArchiveDialog::unpacked);
        QPushButton *const unpack = button(u"Unpack and open"_s);
        unpack->click();
        QVERIFY(!unpack->isEnabled());
        QVERIFY(!name()->isEnabled());
        QVERIFY(!button(u"Browse…"_s)->isEnabled());
        QVERIFY(button(u"Cancel"_s)->isEnabled());
        QTRY_COMPARE(unpacked.size(), 1);
    }

    void what_is_no_archive_is_said_and_leaves_nothing()
    {
        QVERIFY(writeFile(path(u"hello.zip"_s), "no archive"));
        open(path(u"hello.zip"_s));
        QTest::keyClick(m_dialog.get(), Qt::Key_Return);
        QTRY_VERIFY(button(u"Unpack and open"_s)->isEnabled());
        QVERIFY(says(u"hello.zip"_s));
        QCOMPARE(QDir(path(u"place"_s)).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                 QStringList());
    }

    void a_dialog_that_is_closed_stops_unpacking()
    {
        for (int file = 0; file < 2'000; ++file) {
            QVERIFY(writeFile(path(u"hello/src/m%1.rs"_s.arg(file)), QByteArray(2'000, '/')));
        }
        QVERIFY(packFolder(path(u"hello"_s), path(u"hello.zip"_s), ArchiveFormat::Zip));
        open(path(u"hello.zip"_s));
        QSignalSpy unpacked(m_dialog.get(), &OpenArchiveDialog::unpacked);
        QTest::keyClick(m_dialog.get(), Qt::Key_Return);
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QTRY_VERIFY(!m_dialog);
        QCOMPARE(unpacked.size(), 0);
        QTRY_COMPARE(QDir(path(u"place"_s)).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                     QStringList());
    }
};

QTEST_MAIN(TestOpenArchiveDialog)

#include "tst_open_archive_dialog.moc"
