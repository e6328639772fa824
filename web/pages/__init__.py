"""The pages for people, in German; every action works without JavaScript."""

from web.pages import administration, drafts, inquiries, library, looking, notes, signing, start, stock

routers = (
    start.router,
    inquiries.router,
    drafts.router,
    notes.router,
    looking.router,
    signing.router,
    library.router,
    stock.router,
    administration.router,
)
