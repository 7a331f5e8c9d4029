// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/error_explainer.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/diagnostic_explanations.h"
#include "ui/common/fonts.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr QSize usualSize{640, 480};

/// Code in the font for code; Markdown alone would take any.
void setCodeFont(QTextDocument &document)
{
    const QStringList families{monospaceFont().family()};
    for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
        if (block.blockFormat().hasProperty(QTextFormat::BlockCodeFence)) {
            QTextCursor cursor(block);
            cursor.select(QTextCursor::BlockUnderCursor);
            QTextCharFormat format;
            format.setFontFamilies(families);
            cursor.mergeCharFormat(format);
        }
    }
}

} // namespace

ErrorExplanation::ErrorExplanation(const QString &code, const Ask &ask, QWidget *parent)
    : QDialog(parent), m_state(new QLabel(tr("Asking rustc…"))), m_text(new QTextBrowser), m_close(nullptr)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Error %1").arg(code));
    resize(usualSize);
    m_text->setOpenExternalLinks(true);
    m_text->setAccessibleName(tr("What rustc says about %1").arg(code));
    m_text->hide();
    m_state->setAlignment(Qt::AlignCenter);
    m_state->setWordWrap(true);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *const buttons = new QDialogButtonBox;
    m_close = buttons->addButton(QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(m_state, 1);
    column->addWidget(m_text, 1);
    column->addWidget(buttons);
    detach(load(code, ask));
}

ErrorExplanation::~ErrorExplanation()
{
    m_stop.request_stop();
}

QString ErrorExplanation::text() const
{
    return m_text->isHidden() ? m_state->text() : m_text->toPlainText();
}

QCoro::Task<void> ErrorExplanation::load(QString code, Ask ask)
{
    const auto said = co_await whileAlive(this, ask(code, m_stop.get_token()));
    m_isWaiting = false;
    m_close->setText(tr("Close"));
    if (!said) {
        m_state->setText(said.error().message);
        co_return;
    }
    m_text->setMarkdown(*said);
    setCodeFont(*m_text->document());
    m_state->hide();
    m_text->show();
    m_text->setFocus();
}

void showErrorExplanation(const QString &code, DiagnosticExplanations *explanations, QWidget *over,
                          QPointer<ErrorExplanation> &last)
{
    const auto ask = [explanations](const QString &wanted, std::stop_token stop) {
        return explanations->explain(wanted, std::move(stop));
    };
    if (last) {
        last->close();
    }
    last = new ErrorExplanation(code, ask, over->window());
    last->show();
}

} // namespace studio
