// SPDX-License-Identifier: GPL-3.0-or-later
// A project is made from a template with the keyboard alone.
#include "tests/support/places.h"
#include "ui/editor/code_preview.h"
#include "ui/project/new_project_dialog.h"

#include <QFileInfo>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

using namespace studio;

namespace {

QSet<QRgb> coloursOf(const CodePreview &preview)
{
    QSet<QRgb> colours;
    for (QTextBlock block = preview.document()->begin(); block.isValid(); block = block.next()) {
        for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
            colours.insert(range.format.foreground().color().rgb());
        }
    }
    return colours;
}

} // namespace

class TestNewProjectDialog : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    std::unique_ptr<NewProjectDialog> m_dialog;

private Q_SLOTS:
    void init()
    {
        m_dialog = std::make_unique<NewProjectDialog>(
            NewProjectDialog::Start{.resources = sourcePath("/resources"), .place = m_home.path()});
        m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
        QTRY_VERIFY(m_dialog->findChild<QListWidget *>()->count() > 4);
    }
    void cleanup() { m_dialog.reset(); }

    void fourPurposesComeFirst()
    {
        const auto *const list = m_dialog->findChild<QListWidget *>();
        QStringList first;
        for (int row = 0; row < 4; ++row) {
            first << list->item(row)->text();
        }
        QCOMPARE(first,
                 QStringList({QStringLiteral("JSON API"), QStringLiteral("Page (HTML)"),
                              QStringLiteral("Stream (server-sent events)"), QStringLiteral("Background state")}));
        QVERIFY(list->horizontalScrollBar()->maximum() == 0);
    }

    void thePreviewIsInTheColoursOfTheEditor()
    {
        const auto *const preview = m_dialog->findChild<CodePreview *>();
        QVERIFY(preview->toPlainText().contains(QStringLiteral("#[ignite::main]")));
        QTRY_VERIFY(coloursOf(*preview).size() >= 4); // keywords, types, texts, comments
    }

    void enterMakesTheProject()
    {
        QSignalSpy created(m_dialog.get(), &NewProjectDialog::created);
        QPushButton *create = nullptr;
        for (QPushButton *const button : m_dialog->findChildren<QPushButton *>()) {
            create = button->isDefault() ? button : create;
        }
        QVERIFY(create && create->text() == QStringLiteral("Create"));
        QTRY_VERIFY(create->isEnabled());
        auto *const name = m_dialog->findChild<QLineEdit *>();
        QTRY_VERIFY(name->hasFocus());
        QTest::keyClicks(name, QStringLiteral("my-page"));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_COMPARE(created.size(), 1);
        QCOMPARE(created[0][0].toString(), m_home.filePath(QStringLiteral("my-page")));
        QVERIFY(QFileInfo::exists(m_home.filePath(QStringLiteral("my-page/src/main.rs"))));
    }
};

QTEST_MAIN(TestNewProjectDialog)
#include "tst_new_project_dialog.moc"
