// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/payload_editor.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/common/icon_label.h"
#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/invoke/payload_assist.h"
#include "ui/invoke/payload_form.h"
#include "ui/invoke/payload_text.h"
#include "ui/invoke/payload_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QStackedWidget>
#include <QTimerEvent>
#include <QToolButton>
#include <QToolTip>

#include <algorithm>
#include <chrono>

namespace studio {

namespace {

constexpr qsizetype checkedAtOnce = 64 << 10; // under half a millisecond
constexpr std::chrono::milliseconds pause{150};
constexpr int payloadMarkSize = 16;

} // namespace

PayloadEditor::PayloadEditor(QWidget *parent)
    : QWidget(parent)
    , m_editor(new PayloadView)
    , m_assist(new PayloadAssist(m_editor))
    , m_form(new PayloadForm(m_editor))
    , m_pages(new QStackedWidget)
    , m_asForm(makeSwitch(tr("Form"), tr("Edit the payload by the types that the handler reads")))
    , m_asText(makeSwitch(tr("Text"), tr("Edit the payload as text")))
    , m_example(new QToolButton)
    , m_foot(new QWidget)
    , m_mark(new IconLabel(payloadMarkSize))
    , m_note(new QLabel)
    , m_format(new QToolButton)
{
    m_editor->setPlaceholderText(tr("Empty: the handler reads null"));
    m_editor->setAccessibleName(tr("Payload"));
    m_note->setForegroundRole(QPalette::PlaceholderText);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_note->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_note->setWordWrap(true); // it ends with where the handler reads the value
    auto *const formatting = new QAction(icon("format-indent-more"), tr("Format the JSON"), this);
    formatting->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I));
    formatting->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    formatting->setToolTip(tr("Format the JSON (Ctrl+Shift+I)"));
    formatting->setIconText(tr("Format"));
    addAction(formatting);
    m_format->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_format->setDefaultAction(formatting);
    m_format->setAutoRaise(true);
    m_format->setAccessibleName(formatting->text());

    auto *const foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins(8, 2, 8, 2);
    foot->setSpacing(6);
    foot->addWidget(m_mark);
    foot->addWidget(m_note, 1);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_pages->addWidget(m_editor);
    m_pages->addWidget(m_form);
    column->addWidget(makeHead());
    column->addWidget(m_pages, 1);
    column->addWidget(m_foot);
    setFormShown(false);
    m_editor->viewport()->installEventFilter(this); // behind that of m_assist, so before it

    connect(m_form, &PayloadForm::textWanted, this, [this] {
        setFormShown(false);
        m_editor->setFocus();
    });
    connect(formatting, &QAction::triggered, this, &PayloadEditor::format);
    connect(m_editor->document(), &QTextDocument::contentsChange, this, &PayloadEditor::textChanged);
    showNote();
}

/// What is wrong at a place, before what the schema says of it.
bool PayloadEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_editor->viewport() || event->type() != QEvent::ToolTip || m_misfits.isEmpty()) {
        return QWidget::eventFilter(watched, event);
    }
    const auto *const help = static_cast<QHelpEvent *>(event);
    const int place = m_editor->cursorForPosition(help->pos()).position();
    // The marks move with the text; what they are of is in the same order.
    const auto marks = m_editor->extraSelections();
    for (qsizetype i = 0; i < std::min(marks.size(), m_misfits.size()); ++i) {
        if (place >= marks[i].cursor.selectionStart() && place <= marks[i].cursor.selectionEnd()) {
            QToolTip::showText(help->globalPos(), asTip(m_misfits[i].message), m_editor);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

PayloadEditor::~PayloadEditor()
{
    m_compare.request_stop();
}

QToolButton *PayloadEditor::makeSwitch(const QString &text, const QString &tip)
{
    auto *const button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setCheckable(true);
    button->setAutoRaise(true);
    connect(button, &QToolButton::clicked, this, [this, button] { setFormShown(button == m_asForm); });
    return button;
}

QWidget *PayloadEditor::makeHead()
{
    auto *const head = new QWidget;
    auto *const row = new QHBoxLayout(head);
    row->setContentsMargins(8, 2, 4, 2);
    row->setSpacing(2);
    row->addWidget(m_asForm);
    row->addWidget(m_asText);
    row->addStretch(1);
    m_example->setText(tr("Fill with an example"));
    m_example->setToolTip(tr("Replace the payload by an example that the handler can read"));
    m_example->setAutoRaise(true);
    row->addWidget(m_example);
    row->addWidget(m_format);
    connect(m_example, &QToolButton::clicked, m_form, &PayloadForm::fillWithExample);
    m_example->setVisible(false); // without a schema
    return head;
}

void PayloadEditor::setFormShown(bool isShown)
{
    m_asForm->setChecked(isShown);
    m_asText->setChecked(!isShown);
    QWidget *const page = isShown ? static_cast<QWidget *>(m_form) : m_editor;
    m_pages->setCurrentWidget(page);
    setFocusProxy(page);
}

bool PayloadEditor::isFormShown() const
{
    return m_pages->currentWidget() == m_form;
}

void PayloadEditor::setPayload(const QByteArray &utf8)
{
    m_editor->setText(payloadText(utf8));
}

void PayloadEditor::replacePayload(const QByteArray &utf8)
{
    m_editor->replaceText(payloadText(utf8));
}

QByteArray PayloadEditor::payload() const
{
    return payloadBytes(m_editor->text());
}

void PayloadEditor::format()
{
    const QByteArray text = payload();
    if (text.trimmed().isEmpty() || checkJson(text)) {
        return;
    }
    replacePayload(indentJson(text));
}

void PayloadEditor::setSchema(const JsonSchema &schema)
{
    m_schema = schema;
    m_assist->setSchema(schema);
    m_form->setSchema(schema);
    m_example->setVisible(!schema.isEmpty());
    check();
}

void PayloadEditor::setUnsentReason(const QString &reason)
{
    m_unsentReason = reason;
    showNote();
}

void PayloadEditor::textChanged()
{
    ++m_revision;
    m_compare.request_stop(); // it was about other text
    if (m_editor->document()->characterCount() <= checkedAtOnce) {
        m_pause.stop();
        check();
    } else {
        m_pause.start(pause, this);
    }
    Q_EMIT changed();
}

void PayloadEditor::timerEvent(QTimerEvent *event)
{
    if (event->id() == m_pause.id()) {
        m_pause.stop();
        check();
    }
}

void PayloadEditor::check()
{
    if (m_editor->document()->characterCount() > checkedAtOnce) {
        checkOnWorker(m_editor->text());
        return;
    }
    const QByteArray text = payload();
    showProblem(text.trimmed().isEmpty() ? std::nullopt : checkJson(text));
}

void PayloadEditor::checkOnWorker(const QString &text)
{
    QtConcurrent::run([text] {
        const QByteArray utf8 = payloadBytes(text);
        return utf8.trimmed().isEmpty() ? std::nullopt : checkJson(utf8);
    }).then(this, [this, revision = m_revision](const std::optional<JsonProblem> &problem) {
        if (m_revision == revision) {
            showProblem(problem);
        }
    });
}

void PayloadEditor::showProblem(const std::optional<JsonProblem> &problem)
{
    const bool wasMarked = m_problem.has_value();
    m_problem = problem;
    if (problem) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = m_editor->cursorOver(problem->offset, problem->offset);
        if (mark.cursor.atEnd()) { // there is no character to mark, so the last one bears it
            mark.cursor.movePosition(QTextCursor::PreviousCharacter);
        }
        mark.cursor.movePosition(QTextCursor::NextCharacter, QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(Theme::current().danger);
        m_misfits.clear();
        m_editor->setExtraSelections({mark});
    } else if (wasMarked) {
        m_editor->setExtraSelections({});
    }
    compare();
    showNote();
    Q_EMIT checked();
}

/// What is JSON, and does not fit the schema. A long payload is not compared. Until it is known, what was found before
/// stays: its marks move with the text.
void PayloadEditor::compare()
{
    m_compare.request_stop();
    if (m_problem) {
        return;
    }
    const QByteArray text = m_schema.isEmpty() ? QByteArray() : payload();
    if (text.trimmed().isEmpty() || text.size() > checkedAtOnce) {
        showMisfits({});
    } else {
        detach(compareOnWorker(text));
    }
}

QCoro::Task<void> PayloadEditor::compareOnWorker(QByteArray text)
{
    m_compare = {};
    const std::stop_token stop = m_compare.get_token();
    const auto found = co_await whileAlive(this, onWorker([text, stop, schema = m_schema] {
                                               return Result<QList<Misfit>>(findMisfits(text, schema, stop));
                                           }));
    if (!stop.stop_requested()) {
        showMisfits(*found);
        showNote();
    }
}

QList<PayloadEditor::Misfit> PayloadEditor::findMisfits(const QByteArray &text, const JsonSchema &schema,
                                                        const std::stop_token &stop)
{
    QList<Misfit> misfits;
    for (const SchemaProblem &problem : schema.check(text, stop)) {
        const QByteArrayView before = QByteArrayView(text).first(problem.from);
        const auto from = static_cast<int>(QString::fromUtf8(before).size());
        const QByteArrayView what = QByteArrayView(text).sliced(problem.from, problem.to - problem.from);
        misfits.append({.from = from,
                        .to = from + static_cast<int>(QString::fromUtf8(what).size()),
                        .line = static_cast<int>(before.count('\n')) + 1,
                        .message = problem.message});
    }
    return misfits;
}

void PayloadEditor::showMisfits(const QList<Misfit> &misfits)
{
    m_misfits = misfits;
    QList<QTextEdit::ExtraSelection> marks;
    for (const Misfit &misfit : misfits) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = m_editor->cursorOver(misfit.from, misfit.to);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(Theme::current().warning);
        marks.append(mark);
    }
    m_editor->setExtraSelections(marks);
}

void PayloadEditor::showNote()
{
    QString name;
    QString text;
    QString more;
    if (!m_unsentReason.isEmpty()) {
        name = QStringLiteral("dialog-information");
        text = m_unsentReason;
    } else if (m_problem) {
        name = QStringLiteral("dialog-warning");
        text = tr("Line %1, column %2: %3 · sent as raw bytes")
                   .arg(m_problem->line)
                   .arg(m_problem->column)
                   .arg(m_problem->message);
        more = m_problem->expected;
    } else if (!m_misfits.isEmpty()) {
        name = QStringLiteral("dialog-warning");
        text = tr("Line %1: %2").arg(m_misfits.first().line).arg(m_misfits.first().message);
        if (m_misfits.size() > 1) {
            text = tr("%1 (and %n more)", nullptr, static_cast<int>(m_misfits.size()) - 1).arg(text);
        }
    } else if (!m_editor->document()->isEmpty()) {
        text = tr("JSON");
    }
    m_foot->setVisible(!name.isEmpty()); // the payload is JSON: there is nothing to say, and room is short
    if (!name.isEmpty()) {
        m_mark->setIcon(icon(name.toLatin1().constData()));
    }
    m_note->setText(text);
    m_note->setToolTip(more.isEmpty() ? text : text + u'\n' + more);
    m_format->setEnabled(!m_problem && !m_editor->document()->isEmpty());
}

} // namespace studio
