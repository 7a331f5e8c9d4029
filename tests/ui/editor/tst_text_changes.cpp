// SPDX-License-Identifier: GPL-3.0-or-later
// What the editor tells of its changes makes the same text elsewhere, with a screen reader and without.
#include "core/workspace/document_change.h"
#include "ui/editor/code_editor.h"
#include "ui/syntax/read_syntaxes.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

#include <random>

using namespace studio;

class TestTextChanges : public QObject
{
    Q_OBJECT

    using Base = QsciScintillaBase;

    std::shared_ptr<Syntaxes> m_syntaxes = readSyntaxes(thread()).result();
    std::unique_ptr<CodeEditor> m_editor;
    QByteArray m_mirror; ///< what a listener makes of the changes
    int m_changes = 0;

    void make(const QString &text)
    {
        m_editor = std::make_unique<CodeEditor>(m_syntaxes.get(), QStringLiteral("a.rs"));
        m_editor->setText(text);
        m_editor->flushChanges();
        m_mirror = text.toUtf8();
        m_changes = 0;
        connect(m_editor.get(), &CodeEditor::changed, this, [this](const TextChange &change) {
            const auto changed = changedText(m_mirror, {change});
            QVERIFY2(changed, qPrintable(changed ? QString() : changed.error().message));
            m_mirror = *changed;
            ++m_changes;
        });
    }

    [[nodiscard]] int randomPosition(std::mt19937 &random) const
    {
        const auto position = static_cast<long>(random() % static_cast<unsigned>(m_editor->length() + 1));
        return static_cast<int>(
            m_editor->SendScintilla(Base::SCI_POSITIONBEFORE, static_cast<unsigned long>(position)));
    }

    void changeAnything(std::mt19937 &random)
    {
        static const QStringList texts{
            QStringLiteral("x"),         QStringLiteral("\n"),   QStringLiteral("\r\n"),
            QStringLiteral("\r"),        QStringLiteral("ä€😀"), QStringLiteral(""),
            QStringLiteral("fn a() {}"), QStringLiteral("\t"),   QStringLiteral("let x;\nlet y;\n")};
        const int from = randomPosition(random);
        const int to = std::max(from, randomPosition(random));
        const QByteArray text = texts[static_cast<qsizetype>(random() % static_cast<unsigned>(texts.size()))].toUtf8();
        switch (random() % 7) {
        case 0:
            m_editor->SendScintilla(Base::SCI_UNDO);
            break;
        case 1:
            m_editor->SendScintilla(Base::SCI_REDO);
            break;
        case 2:
            m_editor->SendScintilla(Base::SCI_GOTOPOS, static_cast<unsigned long>(from));
            QTest::keyClicks(m_editor.get(), QStringLiteral("a{("));
            break;
        case 3:
            m_editor->SendScintilla(Base::SCI_GOTOPOS, static_cast<unsigned long>(from));
            QTest::keyClick(m_editor.get(), random() % 2 == 0 ? Qt::Key_Return : Qt::Key_Backspace);
            break;
        case 4:
            m_editor->replaceText(QString::fromUtf8(text));
            break;
        default:
            m_editor->SendScintilla(Base::SCI_SETTARGETRANGE, static_cast<unsigned long>(from), static_cast<long>(to));
            m_editor->SendScintilla(Base::SCI_REPLACETARGET, static_cast<unsigned long>(text.size()), text.constData());
        }
    }

private Q_SLOTS:
    void cleanup()
    {
        m_editor.reset();
        QAccessible::setActive(false);
    }

    void changes_make_the_same_text_data()
    {
        QTest::addColumn<bool>("hasScreenReader");
        QTest::newRow("alone") << false;
        QTest::newRow("screen reader") << true;
    }
    void changes_make_the_same_text()
    {
        QFETCH(const bool, hasScreenReader);
        for (std::uint32_t seed = 0; seed < 25; ++seed) {
            std::mt19937 random(seed);
            QAccessible::setActive(hasScreenReader);
            make(QStringLiteral("fn main() {\r\n    let ä = 1;\n}\n"));
            for (int step = 0; step < 60; ++step) {
                if (random() % 10 == 0) {
                    QAccessible::setActive(hasScreenReader != (random() % 2 == 0)); // one is started, or ended
                }
                changeAnything(random);
                if (random() % 3 == 0) {
                    m_editor->flushChanges();
                    QCOMPARE(m_mirror, m_editor->text().toUtf8());
                }
            }
            m_editor->flushChanges();
            QVERIFY2(m_mirror == m_editor->text().toUtf8(), qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }

    void a_change_is_told_when_its_event_was_handled()
    {
        make(QStringLiteral("ab"));
        m_editor->SendScintilla(Base::SCI_GOTOPOS, 0UL);
        QTest::keyClick(m_editor.get(), Qt::Key_C);
        QCOMPARE(m_mirror, QByteArray("cab"));
    }

    void a_change_by_the_program_is_told_by_itself()
    {
        make(QStringLiteral("ab"));
        const QSignalSpy texts(m_editor.get(), &QsciScintilla::textChanged);
        const QSignalSpy lines(m_editor.get(), &QsciScintilla::linesChanged);
        m_editor->SendScintilla(Base::SCI_INSERTTEXT, 1UL, "\n");
        QTRY_COMPARE(m_mirror, QByteArray("a\nb"));
        QCOMPARE(m_changes, 1);
        QCOMPARE(texts.size(), 1);
        QCOMPARE(lines.size(), 1);
        m_editor->SendScintilla(Base::SCI_INSERTTEXT, 1UL, "x");
        QTRY_COMPARE(texts.size(), 2);
        QCOMPARE(lines.size(), 1);
    }

    void who_listens_to_a_key_finds_its_change_told()
    {
        make(QStringLiteral("ab"));
        m_editor->SendScintilla(Base::SCI_GOTOPOS, 0UL);
        QByteArray seen;
        connect(m_editor.get(), &Base::SCN_CHARADDED, this, [&] { seen = m_mirror; });
        QTest::keyClick(m_editor.get(), Qt::Key_C);
        QCOMPARE(seen, QByteArray("cab"));
    }
};

QTEST_MAIN(TestTextChanges)
#include "tst_text_changes.moc"
