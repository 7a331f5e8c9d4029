// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/payload_form.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/common/empty_state.h"
#include "ui/invoke/form_row.h"
#include "ui/invoke/json_text.h"
#include "ui/invoke/payload_text.h"
#include "ui/invoke/payload_view.h"

#include <QAction>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <utility>

namespace studio {

namespace {

constexpr qsizetype maxFormText = 256 << 10; ///< bytes

/// What a worker found.
struct FoundForm
{
    FormNode root;
    std::optional<JsonProblem> problem;
};

/// The node and those below it, as they stand under each other. The root of an object is no row.
void appendRows(const FormNode &node, std::vector<const FormNode *> &rows)
{
    if (!node.path.isEmpty() || node.kind != FormNode::Kind::Object) {
        rows.push_back(&node);
    }
    for (const FormNode &child : node.children) {
        appendRows(child, rows);
    }
}

qsizetype leftOut(const FormNode &node)
{
    qsizetype left = node.left;
    for (const FormNode &child : node.children) {
        left += leftOut(child);
    }
    return left;
}

} // namespace

PayloadForm::PayloadForm(PayloadView *view, QWidget *parent)
    : QWidget(parent), m_view(view), m_pages(new QStackedWidget), m_soon(new QTimer(this))
{
    makeEmptyState();
    m_pages->addWidget(makeRows());
    m_pages->addWidget(m_empty);
    m_pages->setCurrentWidget(m_empty);
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    m_soon->setSingleShot(true);
    m_soon->setInterval(0);
    connect(m_soon, &QTimer::timeout, this, [this] { detach(read()); });
    connect(m_view->document(), &QTextDocument::contentsChange, this, &PayloadForm::readSoon);
}

PayloadForm::~PayloadForm()
{
    m_stop.request_stop();
}

void PayloadForm::makeEmptyState()
{
    m_empty = new EmptyState(QStringLiteral("edit-rename"), {}, {});
    auto *const toText = new QAction(tr("Edit as text"), this);
    connect(toText, &QAction::triggered, this, &PayloadForm::textWanted);
    m_empty->setAction(toText);
}

QWidget *PayloadForm::makeRows()
{
    m_list = new QWidget;
    m_column = new QVBoxLayout(m_list);
    m_column->setContentsMargins(0, 4, 0, 4);
    m_column->setSpacing(0);
    m_more = new QLabel;
    m_more->setWordWrap(true);
    m_more->setForegroundRole(QPalette::PlaceholderText);
    m_more->setContentsMargins(8, 4, 8, 4);
    m_column->addWidget(m_more);
    m_column->addStretch(1);
    m_scroll = new QScrollArea;
    m_scroll->setWidget(m_list);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setBackgroundRole(QPalette::Base);
    m_scroll->viewport()->setAutoFillBackground(true);
    m_list->setAutoFillBackground(false);
    m_scroll->setAccessibleName(tr("Payload form"));
    m_scroll->setFocusPolicy(Qt::NoFocus);
    return m_scroll;
}

void PayloadForm::setSchema(const JsonSchema &schema)
{
    m_schema = schema;
    readSoon();
}

QList<FormRow *> PayloadForm::rows() const
{
    return {m_rows.begin(), m_rows.end()};
}

void PayloadForm::readSoon()
{
    m_stop.request_stop(); // it was about other text
    if (isVisible()) {
        m_soon->start();
    }
}

void PayloadForm::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    readSoon();
}

QCoro::Task<void> PayloadForm::read()
{
    if (m_schema.isEmpty()) {
        showInstead(tr("The handler reads no typed body"),
                    tr("A form follows the types that the handler reads: req.body::<T>() with a struct of yours, or "
                       "req.field::<T>(\"key\"). An input schema in info.yaml goes first."));
        co_return;
    }
    if (m_view->document()->characterCount() > maxFormText) {
        showInstead(tr("The payload is too long for a form"), tr("Texts above 256 KiB are edited as text."));
        co_return;
    }
    m_stop = {};
    const std::stop_token stop = m_stop.get_token();
    const QByteArray text = payloadBytes(m_view->text());
    const auto found =
        co_await whileAlive(this, onWorker([text, stop, schema = m_schema] {
                                const auto problem = text.trimmed().isEmpty() ? std::nullopt : checkJson(text);
                                return Result<FoundForm>({problem ? FormNode() : schema.form(text, stop), problem});
                            }));
    if (stop.stop_requested()) {
        co_return;
    }
    if (found->problem) {
        showInstead(tr("The payload is not JSON"), tr("Line %1, column %2: %3. Correct it as text; the form follows.")
                                                       .arg(found->problem->line)
                                                       .arg(found->problem->column)
                                                       .arg(found->problem->message));
    } else {
        showRows(found->root);
    }
}

void PayloadForm::showInstead(const QString &title, const QString &text)
{
    m_empty->setTitle(title);
    m_empty->setText(text);
    m_pages->setCurrentWidget(m_empty);
}

void PayloadForm::showRows(const FormNode &root)
{
    std::vector<const FormNode *> nodes;
    appendRows(root, nodes);
    const bool isSame = nodes.size() == m_rows.size() &&
                        std::ranges::equal(nodes, m_rows, [](const FormNode *node, const FormRow *row) {
                            return FormRow::isSameShape(*node, row->node());
                        });
    if (isSame) {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            m_rows[i]->setNode(*nodes[i]);
        }
    } else {
        rebuild(nodes);
    }
    const qsizetype left = leftOut(root);
    m_more->setText(left > 0
                        ? tr("%n more values are not shown here. Edit them as text.", nullptr, static_cast<int>(left))
                        : QString());
    m_more->setVisible(left > 0);
    m_pages->setCurrentWidget(m_scroll);
}

/// The rows that stay as they are are kept, with the caret and the focus in them.
void PayloadForm::rebuild(const std::vector<const FormNode *> &nodes)
{
    const int scrolled = m_scroll->verticalScrollBar()->value();
    std::vector<FormRow *> before = std::exchange(m_rows, {});
    QWidget *last = m_scroll; // in whose place they are reached by Tab
    for (const FormNode *const node : nodes) {
        const auto known = std::ranges::find_if(
            before, [&](const FormRow *row) { return row && FormRow::isSameShape(*node, row->node()); });
        FormRow *const row = known != before.end() ? std::exchange(*known, nullptr) : new FormRow(*node);
        if (known == before.end()) {
            connect(row, &FormRow::valueChosen, this, [this](const QStringList &path, const QByteArray &json) {
                apply(setJsonValue(payloadBytes(m_view->text()), path, json));
            });
            connect(row, &FormRow::removalChosen, this,
                    [this](const QStringList &path) { apply(removeJsonValue(payloadBytes(m_view->text()), path)); });
        } else {
            row->setNode(*node);
        }
        m_column->insertWidget(static_cast<int>(m_rows.size()), row);
        m_rows.push_back(row);
        for (QWidget *const stop : row->tabStops()) {
            setTabOrder(last, stop);
            last = stop;
        }
    }
    for (FormRow *const row : before) {
        if (row) {
            row->hide();
            row->deleteLater(); // what was clicked may be in it
        }
    }
    const auto first = std::ranges::find_if(m_rows, [](const FormRow *row) { return row->editor() != nullptr; });
    setFocusProxy(first == m_rows.end() ? nullptr : (*first)->editor());
    m_scroll->verticalScrollBar()->setValue(scrolled);
}

/// Only the value's own characters are replaced.
void PayloadForm::apply(const std::optional<JsonEdit> &edit)
{
    if (!edit) {
        readSoon(); // the text has something else there by now
        return;
    }
    const QByteArray text = payloadBytes(m_view->text());
    const qsizetype from = payloadText(text.first(edit->from)).size();
    const qsizetype to = from + payloadText(text.sliced(edit->from, edit->to - edit->from)).size();
    m_view->replaceText(from, to, payloadText(edit->by));
}

void PayloadForm::fillWithExample()
{
    if (!m_schema.isEmpty()) {
        detach(makeExample());
    }
}

QCoro::Task<void> PayloadForm::makeExample()
{
    const auto example =
        co_await whileAlive(this, onWorker([schema = m_schema] { return Result<QByteArray>(schema.example()); }));
    m_view->replaceText(payloadText(*example));
}

} // namespace studio
