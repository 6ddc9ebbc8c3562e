"""Servers on the loopback interface for tests of sources on the web. The root's conftest makes the fixtures known.

Data and catalogues that behave:

    def test_it(served_archive):                  # or served_croatia: real scenes
        served_archive.catalogue                  # Path of catalog.json
        served_archive.catalogue_url              # the same through nginx: range requests, keep-alive
        served_archive.api_url                    # the same through a STAC API that others wrote (rustac)
        served_archive.nginx.forget()
        ...
        for request in served_archive.nginx.requests():   # .method .url .status .sent .range .connection
            ...

``serve_catalogue(path)`` does this for any catalog.json; ``start_nginx({"name": folder})`` and
``start_stac_api(items)`` start one of them.

A network that does not behave: one proxy before nginx, one before the API (next links stay on the proxy):

    def test_faults(served_archive, start_stac_api, start_faulty_proxy):
        faults = Faults(seed=7, share=0.3, repeats=2, stall_seconds=2, permanent=(("S2A_33TWL_20250704", "404"),))
        data = start_faulty_proxy(served_archive.nginx.url, faults)
        items = served_archive.items_below(f"{data.url}/{served_archive.name}")
        api = start_faulty_proxy(start_stac_api(items), faults)
        ... api.url ...
        data.deeds                                # what was done to each request
        data.restart(Faults())                    # the same address without faults

A transient fault happens to a share of the different requests (method, URL, Range, body), ``repeats`` times each.
The kinds are the keys of ``faulty_proxy.KINDS``; 404, 403, stalls and the trickle only happen where they are named.

A STAC API that pages in each style, limits and misbehaves:

    api = start_small_stac_api(served_archive.items, Manners(paging="merge", largest_page=2, too_many=1))
    api.asked                                     # the requests as they came

``Manners`` and ``small_stac_api.MISCHIEF`` say what else it does. It knows the query extension; rustac does not
(stac_api says what that server cannot do).
"""

from __future__ import annotations
