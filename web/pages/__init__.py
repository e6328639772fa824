"""The pages for people, in German; every action works without JavaScript."""

from web.pages import administration, drafts, inquiries, library, signing, start

routers = (
    start.router,
    inquiries.router,
    drafts.router,
    signing.router,
    library.router,
    administration.router,
)
